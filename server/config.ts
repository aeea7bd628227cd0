import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { EmailAddress } from './contract/field.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const loopback = (url: string) => LOOPBACK.has(new URL(url).hostname);
const webOrigin = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);
const masterKey = z.string().transform((text, ctx) => {
  const keys = text.split(',').map((part) => Buffer.from(part.trim(), 'base64'));
  if (keys.some((key) => key.length !== 32 || key.every((byte) => byte === key[0]))) {
    ctx.addIssue({
      code: 'custom',
      message:
        'must be base64 of 32 random bytes (several: comma-separated), for example from `openssl rand -base64 32`',
    });
    return z.NEVER;
  }
  return keys as [Buffer, ...Buffer[]];
});

const Environment = z
  .object({
    PORT: integer(0, 65535).default(3000),
    HOST: z.string().min(1).default('127.0.0.1'),
    PUBLIC_URL: webOrigin.transform((url) => url.replace(/\/+$/, '')).optional(),
    MONGODB_URI: z
      .string()
      .regex(
        /^(embedded|mongodb(\+srv)?:\/\/.+)$/,
        'must be a mongodb:// or mongodb+srv:// address, or `embedded`',
      )
      .optional(),
    DATA_DIR: z.string().min(1).default('./data'),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\/.+/, 'must be an smtp:// or smtps:// URL')
      .optional(),
    MAIL_FROM: z
      .string()
      .min(3)
      .max(320)
      .refine(
        (from) =>
          !/[\r\n]/.test(from) && EmailAddress.safeParse(/<([^<>]+)>$/.exec(from)?.[1] ?? from).success,
        'must be an address, such as `Acme hiring <hiring@acme.example>`',
      )
      .optional(),
    ASHBY_API_URL: webOrigin.transform((url) => url.replace(/\/+$/, '')).default('https://api.ashbyhq.com'),
    MASTER_KEY: masterKey.optional(),
    TRUST_PROXY: integer(0, 10).default(0),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    NODE_ENV: z.string().optional(),
  })
  .superRefine((env, ctx) => {
    const refuse = (name: string, message: string) => ctx.addIssue({ code: 'custom', path: [name], message });
    const production = env.NODE_ENV === 'production';
    if (production) {
      for (const name of ['MONGODB_URI', 'SMTP_URL', 'MAIL_FROM', 'MASTER_KEY', 'PUBLIC_URL'] as const) {
        if (env[name] === undefined) refuse(name, 'is required when NODE_ENV is production');
      }
      if (env.PUBLIC_URL?.startsWith('http:')) refuse('PUBLIC_URL', 'must be https in production');
    }
    if (env.PUBLIC_URL && new URL(env.PUBLIC_URL).origin !== env.PUBLIC_URL)
      refuse('PUBLIC_URL', 'must be an origin without a path, such as https://tests.acme.example');
    if (production && env.ASHBY_API_URL !== 'https://api.ashbyhq.com' && !loopback(env.ASHBY_API_URL)) {
      refuse(
        'ASHBY_API_URL',
        'may differ from https://api.ashbyhq.com only outside production or for a loopback address',
      );
    }
  });

export interface Config {
  port: number;
  host: string;
  /** Origin in links; with PORT=0 and no PUBLIC_URL it is known once the server listens. */
  publicUrl: string;
  publicUrlGiven: boolean;
  mongodbUri: string | undefined;
  dataDir: string;
  mailFrom: string;
  ashbyApiUrl: string;
  trustProxy: number;
  logLevel: string;
  production: boolean;
}
export interface Secrets {
  masterKeys: [Buffer, ...Buffer[]];
  smtpUrl: string | undefined;
}

/** Refuses to go on, with one sentence a variable. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Outside production a key is made once and kept beside the data, so that a trial survives its restarts. */
function keptKey(dataDir: string): [Buffer] {
  const file = join(dataDir, 'master.key');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const kept = masterKey.safeParse(readFileSync(file, 'utf8'));
  if (!kept.success) throw new ConfigError(`${file} is damaged: restore it, or set MASTER_KEY.`);
  return [kept.data[0]];
}

/** The only reader of the environment. Throws ConfigError. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): { config: Config; secrets: Secrets } {
  // A variable that is set to nothing counts as not set, as compose files and shells leave them.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`).join('\n'),
    );
  }
  const e = parsed.data;
  const dataDir = resolve(e.DATA_DIR);
  return {
    config: {
      port: e.PORT,
      host: e.HOST,
      publicUrl: e.PUBLIC_URL ?? `http://localhost:${e.PORT}`,
      publicUrlGiven: e.PUBLIC_URL !== undefined,
      mongodbUri: e.MONGODB_URI,
      dataDir,
      mailFrom: e.MAIL_FROM ?? 'Canditech <assessments@localhost>',
      ashbyApiUrl: e.ASHBY_API_URL,
      trustProxy: e.TRUST_PROXY,
      logLevel: e.LOG_LEVEL,
      production: e.NODE_ENV === 'production',
    },
    secrets: { masterKeys: e.MASTER_KEY ?? keptKey(dataDir), smtpUrl: e.SMTP_URL },
  };
}
