// The server that the element's tests in the browser talk to. Each test file opens a lab of its own: a whole server
// behind a front that can break the line, with hands for what happens outside of the browser.
import { randomUUID } from 'node:crypto';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestServer, type Candidate, type Member, type TestServer } from './server.ts';
import setupStore from './store.ts';

/** `mute`: what is POSTed arrives, the answer does not. `frozen`: streams stay open and tell nothing. */
type Line = 'ok' | 'down' | 'html' | 'mute' | 'frozen';

interface Lab {
  server: TestServer;
  front: Front;
  admins: Map<string, Member>;
  candidates: Map<string, Candidate>;
  aheadMs: number;
}

interface Front {
  url: string;
  line: Line;
  listed: number;
  /** Open streams of events. */
  streams: number;
  /** `METHOD /path` of what the element has asked, without preflights. */
  log: string[];
  set(line: Line): void;
  close(): void;
}

const listen = async (server: Server): Promise<string> => {
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

/** Passes on, unless told otherwise. */
async function startFront(target: string): Promise<Front> {
  const log: string[] = [];
  const server = createServer((req, res) => {
    const { method, url, headers } = req;
    if (front.line === 'down') return void req.socket.destroy();
    if (method !== 'OPTIONS') log.push(`${method} ${url}`);
    if (front.line === 'html') {
      res.setHeader('Access-Control-Allow-Origin', '*');
      res.setHeader(
        'Access-Control-Allow-Headers',
        'authorization, canditech-embed-version, content-type, idempotency-key, last-event-id',
      );
      res.statusCode = method === 'OPTIONS' ? 204 : 200;
      res.setHeader('Content-Type', 'text/html');
      return void res.end(method === 'OPTIONS' ? '' : '<h1>Maintenance</h1>');
    }
    if (front.listed && method === 'GET' && url!.startsWith('/v1/assessments')) {
      res.setHeader('Access-Control-Allow-Origin', '*');
      return void res.end(JSON.stringify(listPage(front.listed, new URL(url!, target).searchParams)));
    }
    const onward = request(`${target}${url}`, { method: method!, headers }, (answer) => {
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
  });
  const front: Front = {
    url: await listen(server),
    line: 'ok',
    listed: 0,
    streams: 0,
    log,
    set(line) {
      front.line = line;
      if (line === 'down') server.closeAllConnections();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return front;
}

const labs: Lab[] = [];

async function open(): Promise<{ lab: number; api: string }> {
  const lab = { admins: new Map(), candidates: new Map(), aheadMs: 0 } as unknown as Lab;
  lab.server = await startTestServer({ clock: () => new Date(Date.now() + lab.aheadMs) });
  lab.front = await startFront(lab.server.url);
  return { lab: labs.push(lab) - 1, api: lab.front.url };
}

const input = (i: number) => ({
  name: `Assessment number ${i}`,
  description: `What number ${i} is about.`,
  sections: [
    {
      title: `Section ${i}`,
      minutes: 10,
      questions: [{ kind: 'number', prompt: `How much is ${i}?`, points: 1, correct: i }],
    },
  ],
});

async function workspace(
  { server, admins }: Lab,
  { origin, scopes, only }: { origin: string; scopes?: string[]; only?: number },
) {
  const { id, admin } = await server.workspace();
  admins.set(id, admin);
  if (only !== undefined) {
    await server.ctx.db.assessments.deleteMany({ workspaceId: id });
    for (let i = 0; i < only; i++) {
      const made = await admin.call('POST', '/v1/assessments', input(i));
      await admin.call('POST', `/v1/assessments/${made.body.id}/publish`, {});
    }
  }
  const key = await admin.call('POST', '/v1/settings/embed-keys', {
    name: 'Host',
    origins: [origin],
    maxRole: 'recruiter',
    ...(scopes && { scopes }),
  });
  return { id, key: key.body.key as string, keyId: key.body.id as string };
}

/** A token as a host's backend gets it; `ttl` may be shorter than hosts can have it. */
async function token({ server }: Lab, { key, ...session }: { key: string } & Record<string, unknown>) {
  const { status, body } = await server.call('POST', '/v1/embed/sessions', session, {
    Authorization: `Bearer ${key}`,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

/** The candidate opens the mail, and does all up to `until`. */
async function take(
  { server, candidates }: Lab,
  { email, until = 'submit' }: { email: string; until?: 'begin' | 'submit' },
) {
  let candidate = candidates.get(email);
  if (!candidate) {
    const mail = await server.mails.wait(({ to }) => to.includes(email));
    candidate = await server.candidate(mail.links.find((link) => link.includes('/take/'))!);
    candidates.set(email, candidate);
  }
  const begun = await candidate.call('POST', '/begin', {});
  if (until === 'begin') return {};
  const questions = begun.body.assessment.sections.flatMap((section: any) => section.questions ?? []);
  for (const question of questions) {
    const answers: Record<string, () => unknown> = {
      single: () => question.options[0].id,
      open: () => 'As it is.',
    };
    const answer = answers[question.kind as string]?.();
    if (answer) await candidate.call('PUT', `/answers/${question.id}`, { revision: 1, value: answer });
  }
  return (await candidate.call('POST', '/submit', {})).body;
}

async function grade({ admins }: Lab, { workspaceId, id }: { workspaceId: string; id: string }) {
  const admin = admins.get(workspaceId)!;
  const { body } = await admin.call('GET', `/v1/invitations/${id}/answers`);
  for (const { question } of body.sections.flatMap((section: any) => section.questions)) {
    if (question.kind !== 'open') continue;
    await admin.call('PUT', `/v1/invitations/${id}/grades/${question.id}`, { points: question.points });
  }
  return {};
}

interface AsAdmin {
  workspaceId: string;
  method: string;
  path: string;
  body?: unknown;
}

const HANDS: Record<string, (lab: Lab, body: any) => unknown> = {
  workspace,
  token,
  take,
  grade,
  /** What a member does elsewhere. */
  admin: ({ admins }, { workspaceId, method, path, body }: AsAdmin) =>
    admins.get(workspaceId)!.call(method, path, body),
  /** The front lists this many instead: what the browser does with them is the question, not the store. */
  list: ({ front }, { count }: { count: number }) => void (front.listed = count),
  line: ({ front }, { line }: { line: Line }) => front.set(line),
  log: ({ front }) => front.log.splice(0),
  streams: ({ front }) => front.streams,
  /** All sessions of embed tokens end, or go on. */
  revoke: ({ server }, { undo }: { undo?: boolean }) =>
    server.ctx.db.embedSessions.updateMany(
      {},
      undo ? { $unset: { revokedAt: '' } } : { $set: { revokedAt: new Date() } },
    ),
  advance: (lab, { ms }: { ms: number }) => void (lab.aheadMs += ms),
  refuseMail: ({ server }, { to }: { to: string }) =>
    server.mails.refuse((address) => (address === to ? { code: 550, message: 'No such user' } : undefined)),
  close: async ({ front, server }) => {
    front.close();
    await server.close();
  },
};

async function readBody(req: IncomingMessage): Promise<any> {
  let text = '';
  for await (const chunk of req) text += String(chunk);
  return text ? JSON.parse(text) : {};
}

const closeStore = await setupStore();
const control = createServer((req, res) => {
  res.setHeader('Access-Control-Allow-Origin', '*');
  res.setHeader('Content-Type', 'application/json');
  void (async () => {
    try {
      const { lab, ...body } = await readBody(req);
      const name = req.url!.slice(1);
      const answer = name === 'open' ? await open() : await HANDS[name]!(labs[lab]!, body);
      res.end(JSON.stringify(answer ?? {}));
    } catch (error) {
      res.statusCode = 500;
      res.end(JSON.stringify({ error: String(error) }));
    }
  })();
});
console.log(JSON.stringify({ control: await listen(control) }));

// The test runner holds our standard input; when it goes, so do we.
process.stdin.resume();
process.stdin.on('end', () => {
  void closeStore().then(() => process.exit(0));
});
