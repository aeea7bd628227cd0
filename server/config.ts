import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { EmailAddress } from './contract/field.ts';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const ASHBY = 'https://api.ashbyhq.com';
const REQUIRED = ['MONGODB_URI', 'SMTP_URL', 'MAIL_FROM', 'MASTER_KEY', 'PUBLIC_URL'] as const;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

function urlOf(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : null;
}
const isBare = ({ pathname, search, hash, username, password }: URL) =>
  pathname === '/' && !search && !hash && !username && !password;

const integer = (min: number, max: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max,
      `must be a whole number from ${min} to ${max}`,
    )
    .transform(Number);
const origin = z
  .string()
  .refine(
    (text) => isBare(urlOf(text) ?? new URL('about:blank')),
    'must be an http or https origin without a path, such as https://tests.acme.example',
  )
  .transform((text) => new URL(text).origin);
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
const isSender = (from: string) =>
  from.length <= 320 &&
  !/[\r\n]/.test(from) &&
  EmailAddress.safeParse(/<([^<>]+)>$/.exec(from)?.[1] ?? from).success;

/** The schema of the environment; a variable that is missing here does not exist. */
export const Environment = z.object({
  PORT: integer(0, 65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: origin.optional(),
  MONGODB_URI: z
    .string()
    .regex(
      /^(embedded|mongodb(\+srv)?:\/\/.+)$/,
      'must be a mongodb:// or mongodb+srv:// address, or `embedded`',
    )
    .optional(),
  DATA_DIR: z.string().default('./data'),
  SMTP_URL: z
    .string()
    .refine((text) => /^smtps?:\/\/./.test(text) && URL.canParse(text), 'must be an smtp:// or smtps:// URL')
    .optional(),
  MAIL_FROM: z
    .string()
    .refine(isSender, 'must be an address, such as `Acme hiring <hiring@acme.example>`')
    .default('Canditech <assessments@localhost>'),
  ASHBY_API_URL: z
    .string()
    .refine((text) => urlOf(text) !== null, 'must be an http or https URL')
    .transform((text) => text.replace(/\/+$/, ''))
    .default(ASHBY),
  ASHBY_API_VERSION: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date, such as 2026-01-01')
    .default('2026-01-01'),
  MASTER_KEY: masterKey.optional(),
  TRUST_PROXY: integer(0, 10).default(0),
  LOG_LEVEL: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(', ')}` }).default('info'),
  NODE_ENV: z.string().optional(),
});

type Given = Record<string, string | undefined>;

/** What production asks for beyond each value by itself. */
function problemsOfProduction(given: Given): [name: string, problem: string][] {
  if (given['NODE_ENV'] !== 'production') return [];
  const problems = REQUIRED.filter((name) => given[name] === undefined).map((name): [string, string] => [
    name,
    'is required when NODE_ENV is production',
  ]);
  if (given['PUBLIC_URL'] !== undefined && urlOf(given['PUBLIC_URL'])?.protocol === 'http:')
    problems.push(['PUBLIC_URL', 'must be https in production']);
  const ashby = urlOf(given['ASHBY_API_URL'] ?? ASHBY);
  if (ashby && ashby.href !== `${ASHBY}/` && !LOOPBACK.has(ashby.hostname))
    problems.push([
      'ASHBY_API_URL',
      `may differ from ${ASHBY} only outside production or for a loopback address`,
    ]);
  return problems;
}

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
  ashbyApiVersion: string;
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
  const wrong = (parsed.error?.issues ?? []).map(({ path, message }): [string, string] => [
    path.join('.'),
    message,
  ]);
  const problems = new Map<string, string>();
  for (const [name, message] of [...wrong, ...problemsOfProduction(given)]) {
    if (!problems.has(name)) problems.set(name, message);
  }
  if (!parsed.success || problems.size > 0) {
    throw new ConfigError([...problems].map(([name, message]) => `${name} ${message}.`).join('\n'));
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
      mailFrom: e.MAIL_FROM,
      ashbyApiUrl: e.ASHBY_API_URL,
      ashbyApiVersion: e.ASHBY_API_VERSION,
      trustProxy: e.TRUST_PROXY,
      logLevel: e.LOG_LEVEL,
      production: e.NODE_ENV === 'production',
    },
    secrets: { masterKeys: e.MASTER_KEY ?? keptKey(dataDir), smtpUrl: e.SMTP_URL },
  };
}
