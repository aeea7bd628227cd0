import { randomUUID } from 'node:crypto';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * `mute`: what is POSTed arrives, the answer does not. `frozen`: streams stay open and tell nothing. `hang`: nothing is
 * ever answered. `busy`, `away`: the API's own 429 and 503. `gateway`: the 503 of what stands before it.
 */
export type Line = 'ok' | 'down' | 'html' | 'mute' | 'frozen' | 'hang' | 'busy' | 'away' | 'gateway';

export interface FrontCall {
  method: string;
  /** Path and query. */
  path: string;
  headers: IncomingHttpHeaders;
}

export interface Front {
  url: string;
  line: Line;
  listed: number;
  /** Open streams of events. */
  streams: number;
  /** `METHOD /path` of what the element has asked, without preflights. */
  log: string[];
  /** The same with what they carried. */
  calls: FrontCall[];
  set(line: Line): void;
  /** Ends what is under way, as a line that changes does. */
  cut(): void;
  close(): void;
}

export const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://localhost:${(server.address() as AddressInfo).port}`;
};

const summary = (i: number) => ({
  id: randomUUID(),
  name: `Assessment number ${i}`,
  description: `What number ${i} is about.`,
  language: 'en',
  status: 'published',
  version: 1,
  minutes: 10,
  kinds: ['number'],
  sectionTitles: ['Only one'],
  questionCount: 1,
  maxPoints: 1,
  updatedAt: new Date().toISOString(),
  hasDraft: false,
});

function listPage(count: number, query: URLSearchParams) {
  const first = Number(query.get('cursor') ?? 0);
  const next = first + Number(query.get('limit'));
  const items = Array.from({ length: Math.min(next, count) - first }, (_, i) => summary(first + i));
  return { items, ...(next < count && { nextCursor: String(next) }) };
}

const problem = (status: number, code: string) =>
  JSON.stringify({
    type: `/errors#${code}`,
    title: code,
    status,
    code,
    detail: `It is ${code}.`,
    requestId: 'r-1',
  });

type Reply = [status: number, type: string, body: string, headers?: Record<string, string>];
const REPLIES: Partial<Record<Line, Reply>> = {
  html: [200, 'text/html', '<h1>Maintenance</h1>'],
  busy: [429, 'application/problem+json', problem(429, 'rate_limited'), { 'Retry-After': '1' }],
  away: [503, 'application/problem+json', problem(503, 'unavailable')],
  gateway: [503, 'text/html', '<h1>Service Unavailable</h1>'],
};

/** What the API does not answer itself; pages of any origin may read it. */
function reply({ method, headers }: IncomingMessage, res: ServerResponse, answer: Reply): void {
  const [status, type, body, more = {}] = answer;
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Access-Control-Allow-Methods', '*');
  res.setHeader('Access-Control-Allow-Headers', headers['access-control-request-headers'] ?? '');
  res.setHeader('Access-Control-Expose-Headers', 'retry-after');
  if (method === 'OPTIONS') return void res.writeHead(204).end();
  res.writeHead(status, { 'Content-Type': type, ...more }).end(body);
}

function passOn(front: Front, target: string, req: IncomingMessage, res: ServerResponse): void {
  const { method = '', url, headers } = req;
  const onward = request(`${target}${url}`, { method, headers }, (answer) => {
    if (front.line === 'mute' && method === 'POST') return void req.socket.destroy();
    res.writeHead(answer.statusCode!, answer.headers);
    if (!answer.headers['content-type']?.startsWith('text/event-stream')) return void answer.pipe(res);
    front.streams++;
    res.on('close', () => front.streams--);
    answer.on('data', (chunk) => front.line !== 'frozen' && res.write(chunk));
    answer.on('end', () => res.end());
  });
  onward.on('error', () => res.destroy());
  res.on('close', () => onward.destroy());
  req.pipe(onward);
}

/** Stands between element and API. Passes on, unless told otherwise. */
export async function startFront(target: string): Promise<Front> {
  const server = createServer((req, res) => {
    const { method = '', url = '', headers } = req;
    // The element itself comes by another line than its data.
    const line = url.startsWith('/embed/') ? 'ok' : front.line;
    if (line === 'down') return void req.socket.destroy();
    if (method !== 'OPTIONS') {
      front.log.push(`${method} ${url}`);
      front.calls.push({ method, path: url, headers });
    }
    if (line === 'hang') return;
    const answer = REPLIES[line];
    if (answer) return reply(req, res, answer);
    if (front.listed && method === 'GET' && url.startsWith('/v1/assessments')) {
      const list = listPage(front.listed, new URL(url, target).searchParams);
      return reply(req, res, [200, 'application/json', JSON.stringify(list)]);
    }
    passOn(front, target, req, res);
  });
  const front: Front = {
    url: await listen(server),
    line: 'ok',
    listed: 0,
    streams: 0,
    log: [],
    calls: [],
    set(line) {
      front.line = line;
      if (line === 'down') front.cut();
    },
    cut: () => server.closeAllConnections(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return front;
}
