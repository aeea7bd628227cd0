import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './process.ts';

export interface Demo {
  canditech: string;
  host: string;
  ashby: string;
  /** The admin's link that the start prints. */
  signInUrl: string;
  stop(): Promise<void>;
}

const START_MS = 60_000;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** The demo wants three ports in a row. */
async function freeRow(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const row = await Promise.all([port, port + 1, port + 2].map(isFree));
    if (row.every(Boolean)) return port;
  }
}

function linkPrintedBy(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the demo did not start within ${START_MS} ms:\n${output}`)),
      START_MS,
    );
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const link = /https?:\/\/\S+\/sign-in#\S+/.exec(output)?.[0];
      // The last sentence: by then every page answers.
      if (!link || !output.includes('The sign-in link works once')) return;
      clearTimeout(timer);
      resolve(link);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code}:\n${output}`)));
  });
}

/** What `npm start` starts, with data of its own. */
export async function startDemo(): Promise<Demo> {
  const port = await freeRow();
  const dataDir = mkdtempSync(join(tmpdir(), 'canditech-demo-'));
  const child = spawn(process.execPath, ['dist/demo/start.js'], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    canditech: `http://localhost:${port}`,
    host: `http://localhost:${port + 1}`,
    ashby: `http://localhost:${port + 2}`,
    signInUrl: await linkPrintedBy(child),
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
