import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Mailbox } from './mailbox.ts';
import { keep } from './state.ts';

interface Seeded {
  workspaceId: string;
  embedKey: string;
}

export const ADMIN = 'ada@acme.example';
const linkIn = (mail: string) => /https?:\/\/\S+\/sign-in#\S+/.exec(mail)![0];

interface Options {
  serverUrl: string;
  hostOrigin: string;
  mailbox: Mailbox;
  file: string;
  /** Path of the command line tool, and the environment of the server. */
  cli: string;
  env: NodeJS.ProcessEnv;
}

/** Asks for a sign-in link as a person would, and takes it out of the mailbox. */
export async function signInLink({
  serverUrl,
  mailbox,
}: Pick<Options, 'serverUrl' | 'mailbox'>): Promise<string> {
  const mail = mailbox.next(ADMIN);
  await fetch(`${serverUrl}/v1/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: serverUrl },
    body: JSON.stringify({ email: ADMIN }),
  });
  return linkIn(await mail);
}

async function makeEmbedKey(serverUrl: string, signInUrl: string, hostOrigin: string): Promise<string> {
  const post = (path: string, body: unknown, cookie = '') =>
    fetch(`${serverUrl}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: serverUrl, Cookie: cookie },
      body: JSON.stringify(body),
    });
  const session = await post('/v1/sign-in/exchange', { token: signInUrl.split('#')[1] });
  const cookie = session.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
  const made = await post(
    '/v1/settings/embed-keys',
    { name: 'Host ATS', origins: [hostOrigin], maxRole: 'recruiter' },
    cookie,
  );
  if (made.status !== 201) throw new Error(`the embed key could not be made: ${await made.text()}`);
  return ((await made.json()) as { key: string }).key;
}

/** Makes the workspace with its admin, and the host's embed key; does nothing when the data has them. */
export async function seed(options: Options): Promise<Seeded> {
  const { serverUrl, hostOrigin, file, cli, env } = options;
  const kept = keep<Seeded>(file, { workspaceId: '', embedKey: '' });
  if (kept.value.embedKey) return kept.value;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cli, 'create-workspace', '--name', 'Acme', '--admin', ADMIN],
    { env },
  );
  const { workspaceId, signInUrl } = JSON.parse(stdout.trim().split('\n').at(-1)!) as {
    workspaceId: string;
    signInUrl: string;
  };
  kept.value.workspaceId = workspaceId;
  kept.value.embedKey = await makeEmbedKey(serverUrl, signInUrl, hostOrigin);
  kept.save();
  return kept.value;
}
