import { parseArgs } from 'node:util';
import { EmailAddress, line } from './contract/field.ts';
import { ConfigError, readConfig } from './config.ts';
import { createContext } from './context.ts';
import { createLog } from './log.ts';
import { createWorkspace } from './members/create-workspace.ts';

const USAGE = 'Usage: npm run canditech -- create-workspace --name "Acme" --admin admin@acme.example';

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: { type: 'string' }, admin: { type: 'string' } },
  });
  const name = line(200).safeParse(values.name);
  const admin = EmailAddress.safeParse(values.admin);
  if (positionals.join(' ') !== 'create-workspace' || !name.success || !admin.success) {
    throw new ConfigError(USAGE);
  }
  const { config, secrets } = readConfig();
  const ctx = await createContext(config, secrets, { attach: true, log: createLog('silent') });
  try {
    const made = await createWorkspace(ctx, { name: name.data, admin: admin.data });
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
