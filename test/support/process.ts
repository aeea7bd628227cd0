import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const START_MS = 30_000;

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export interface ServerProcess {
  url: string;
  output: () => string;
  /** `kill -9`: no handler runs, nothing is flushed. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Any other signal; resolves with the exit code. */
  signal(name: NodeJS.Signals): Promise<number | null>;
}

export type Env = Record<string, string>;

/** A start that has to fail: what the operator reads, and the exit code. */
export async function failedStart(
  env: Env,
  args = ['dist/server/main.js'],
): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: START_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code === null) throw new Error(`it did not end by itself:\n${said}`);
  return { code, said: said.trim() };
}

/** The built server as an operator runs it. */
export function startProcess(
  env: Env,
  file = 'dist/server/main.js',
  args: string[] = [],
): Promise<ServerProcess> {
  const child: ChildProcess = spawn(process.execPath, [file, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no start within ${START_MS} ms:\n${output}`)), START_MS);
    void exited.then((code) => reject(new Error(`ended with ${code}:\n${output}`)));
    child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      output += `${line}\n`;
      if (!line.startsWith('{"event":"listening"')) return;
      clearTimeout(timer);
      const signal = (name: NodeJS.Signals) => {
        child.kill(name);
        return exited;
      };
      resolve({
        url: (JSON.parse(line) as { url: string }).url,
        output: () => output,
        kill: async () => void (await signal('SIGKILL')),
        stop: () => signal('SIGTERM'),
        signal,
      });
    });
  });
}

/** `npm run canditech -- …`; resolves with its last line. */
export async function runCli(env: Env, args: string[]): Promise<any> {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/server/canditech.js', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!);
}
