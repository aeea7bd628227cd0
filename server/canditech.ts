import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { EmailAddress, line } from './contract/field.ts';
import { ConfigError, readConfig } from './config.ts';
import { createContext } from './context.ts';
import { createLog } from './log.ts';
import { createWorkspace } from './members/create-workspace.ts';

const USAGE = 'Usage: npm run canditech -- create-workspace --name "Acme" --admin admin@acme.example';

function demand<T extends z.ZodType>(schema: T, value: unknown, option: string): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const why = value === undefined ? 'is missing' : parsed.error.issues[0]!.message;
  throw new ConfigError(`${option} ${why}.\n${USAGE}`);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' }, admin: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  if (positionals.join(' ') !== 'create-workspace') throw new ConfigError(USAGE);
  const name = demand(line(200), values.name, '--name');
  const admin = demand(EmailAddress, values.admin, '--admin');
  const { config, secrets } = readConfig();
  const ctx = await createContext(config, secrets, { attach: true, log: createLog('silent') });
  try {
    const made = await createWorkspace(ctx, { name, admin });
    const { workspaceId, signInUrl } = made;
    process.stdout.write(`${JSON.stringify({ workspaceId, signInUrl })}\n`);
  } finally {
    await ctx.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).message}\n`);
  process.exitCode = 1;
});
