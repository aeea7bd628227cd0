import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AshbyCall {
  command: string;
  body: any;
  raw: string;
  headers: IncomingHttpHeaders;
  /** The key of the Basic header. */
  key: string;
  at: number;
}

export interface AshbyAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Cuts the connection instead of answering. */
  hangUp?: boolean;
}

export interface FakeAshby {
  url: string;
  calls: AshbyCall[];
  /** Accepted `assessment.update` calls. */
  updates: AshbyCall[];
  /** Bodies of the accepted updates of one assessment, in the order in which they came. */
  told(assessmentId: string): any[];
  /** Decides the answer; undefined: the usual success. */
  answer(
    decide: ((call: AshbyCall) => AshbyAnswer | undefined | Promise<AshbyAnswer | undefined>) | null,
  ): void;
  wait(fits: (call: AshbyCall) => boolean): Promise<AshbyCall>;
  close(): Promise<void>;
}

const WAIT_MS = 20_000;
const keyOf = (header = '') =>
  Buffer.from(header.replace(/^Basic /, ''), 'base64')
    .toString()
    .replace(/:$/, '');
const usual = (command: string): AshbyAnswer =>
  command === 'apiKey.info'
    ? {
        body: {
          success: true,
          results: {
            title: 'Canditech',
            createdAt: '2026-01-01T00:00:00Z',
            scopes: ['candidates:read', 'candidates:write'],
          },
        },
      }
    : { body: { success: true, results: {} } };

/** The side of Ashby that we call, as a real server that keeps every call. */
export async function startFakeAshby(): Promise<FakeAshby> {
  const calls: AshbyCall[] = [];
  const updates: AshbyCall[] = [];
  const waiting = new Set<() => void>();
  let decide: Parameters<FakeAshby['answer']>[0] = null;

  const server = createServer((req, res) => {
    let raw = '';
    req.setEncoding('utf8').on('data', (chunk: string) => (raw += chunk));
    req.on('end', () => {
      const command = (req.url ?? '').slice(1);
      const call: AshbyCall = {
        command,
        raw,
        body: raw ? JSON.parse(raw) : {},
        headers: req.headers,
        key: keyOf(req.headers.authorization),
        at: Date.now(),
      };
      calls.push(call);
      void Promise.resolve(decide?.(call)).then((decided) => {
        const answer = decided ?? usual(command);
        const { status = 200, headers = {}, body = '' } = answer;
        if (
          command === 'assessment.update' &&
          status < 300 &&
          (body as { success?: boolean }).success !== false
        )
          updates.push(call);
        waiting.forEach((look) => look());
        if (answer.hangUp) return req.socket.destroy();
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        res.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    updates,
    told: (id) => updates.map(({ body }) => body).filter(({ assessment_id }) => assessment_id === id),
    answer: (next) => void (decide = next),
    wait: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = calls.find(fits);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(
              `no such call came; there are ${calls.length}: ${calls.map((c) => `${c.command} ${c.body?.assessment_status?.value ?? ''}`).join(' | ')}`,
            ),
          );
        }, WAIT_MS);
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
