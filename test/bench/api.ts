// Answers like the API, and serves the pages. What stands before `/v1` in a path names the run: `/n200-r7` has 200
// assessments, and what it asks is counted apart from the other runs; with `-d150` each answer takes 150 ms.
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AssessmentList } from '../../server/contract/assessment.ts';
import { InvitationList, type InvitationChanged } from '../../server/contract/invitation.ts';
import { Me } from '../../server/contract/me.ts';
import type { InvitationStatus } from '../../server/contract/result.ts';
import { brotliCompressSync } from 'node:zlib';
import { root } from '../support/process.ts';
import { assessments, candidateId, invitation, me, newToken } from './data.ts';
import { pageOf } from './pages.ts';

export interface Api {
  url: string;
  /** The same server for a page of another origin. */
  otherUrl: string;
  /** `METHOD /path` of what a run has asked, in order. */
  logOf(run: string): string[];
  /** Tells a run's streams that an invitation has changed. */
  change(run: string, i: number, status: InvitationStatus): void;
  close(): void;
}

const BADGES = 100;
const compressed = new Map<string, Buffer>();
const bodies = new Map<string, Buffer>();

function once(cache: Map<string, Buffer>, key: string, make: () => Buffer): Buffer {
  const known = cache.get(key) ?? make();
  cache.set(key, known);
  return known;
}

function listPage(count: number, query: URLSearchParams): Buffer {
  const first = Number(query.get('cursor') ?? 0);
  const limit = Math.min(1000, Number(query.get('limit') ?? 20));
  return once(bodies, `${count} ${first} ${limit}`, () => {
    const items = assessments(count).slice(first, first + limit);
    const next = first + limit < count && { nextCursor: String(first + limit) };
    return Buffer.from(JSON.stringify({ items, ...next }));
  });
}

function sendScript(res: ServerResponse, path: string): void {
  if (!existsSync(path)) return void res.writeHead(404).end();
  const body = once(compressed, path, () =>
    existsSync(`${path}.br`) ? readFileSync(`${path}.br`) : brotliCompressSync(readFileSync(path)),
  );
  res.writeHead(200, {
    'Content-Type': 'text/javascript',
    'Content-Encoding': 'br',
    'Content-Length': body.length,
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=31536000, immutable',
  });
  res.end(body);
}

/** Should the contract have changed, these pages would measure something else. */
function checkShapes(): void {
  AssessmentList.parse(JSON.parse(listPage(200, new URLSearchParams('limit=20')).toString()));
  InvitationList.parse({ items: [invitation(0, 'invited')] });
  Me.parse(me);
}

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers':
    'authorization, content-type, if-none-match, last-event-id, canditech-embed-version',
  'Access-Control-Expose-Headers': 'etag',
  'Access-Control-Max-Age': '600',
};

export async function startApi(port: number): Promise<Api> {
  checkShapes();
  const logs = new Map<string, string[]>();
  const streams = new Map<string, Set<ServerResponse>>();
  const statuses = new Map<string, InvitationStatus>();

  const logOf = (run: string) => {
    const log = logs.get(run) ?? [];
    logs.set(run, log);
    return log;
  };
  const rowOf = (run: string, i: number) => invitation(i, statuses.get(`${run} ${i}`) ?? 'invited');

  function listen(run: string, res: ServerResponse): void {
    const open = streams.get(run) ?? new Set();
    streams.set(run, open.add(res));
    res.on('close', () => open.delete(res));
    res.writeHead(200, { ...CORS, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    res.write(`retry: 2000\nid: ${Date.now()}\n\n`);
  }

  function answer(run: string, path: string, query: URLSearchParams): Buffer {
    const json = (value: unknown) => Buffer.from(JSON.stringify(value));
    const count = Number(/^n(\d+)/.exec(run)![1]);
    if (path === '/token') return json({ token: newToken(), expiresIn: 600 });
    if (path === '/v1/me') return json(me);
    if (path === '/v1/assessments') return listPage(count, query);
    if (path === '/v1/invitations') {
      const items = query.has('latest') ? Array.from({ length: BADGES }, (_, i) => rowOf(run, i)) : [];
      return json({ items });
    }
    const i = Array.from({ length: BADGES }, (_, n) => n).find((n) =>
      path.endsWith(invitation(n, 'invited').id),
    );
    return i === undefined ? json({}) : json({ ...rowOf(run, i), timeline: [], deliveries: [] });
  }

  function serve(req: IncomingMessage, res: ServerResponse): void {
    const { pathname, searchParams } = new URL(req.url!, 'http://localhost');
    if (pathname.startsWith('/embed/')) return sendScript(res, join(root, 'dist/widget', pathname.slice(7)));
    if (pathname.startsWith('/page/')) return sendScript(res, join(import.meta.dirname, pathname.slice(1)));
    const [, run, rest] = /^\/(n\d[^/]*)(\/.*)$/.exec(pathname) ?? [];
    if (!run) {
      res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      return void res.end(pageOf(pathname.slice(1), searchParams));
    }
    logOf(run).push(`${req.method} ${rest}`);
    if (req.method === 'OPTIONS') return void res.writeHead(204, CORS).end();
    if (rest === '/v1/events') return listen(run, res);
    const body = answer(run, rest!, searchParams);
    const delay = Number(/-d(\d+)/.exec(run)?.[1] ?? 0);
    setTimeout(() => {
      res.writeHead(200, { ...CORS, 'Content-Type': 'application/json', 'Content-Length': body.length });
      res.end(body);
    }, delay);
  }

  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${actual}`,
    otherUrl: `http://127.0.0.1:${actual}`,
    logOf,
    change(run, i, status) {
      statuses.set(`${run} ${i}`, status);
      const change: InvitationChanged = {
        invitationId: invitation(i, status).id,
        candidateExternalId: candidateId(i),
        status,
        revision: Date.now(),
        at: new Date().toISOString(),
      };
      const text = `event: invitation\nid: ${Date.now()}\ndata: ${JSON.stringify(change)}\n\n`;
      streams.get(run)?.forEach((stream) => stream.write(text));
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
