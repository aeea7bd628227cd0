// The server that the element's tests in the browser talk to. Each test file opens a lab of its own: a whole server
// behind a front that can break the line, with hands for what happens outside of the browser.
import { createServer, type IncomingMessage } from 'node:http';
import { listen, startFront, type Front, type Line } from './front.ts';
import { startTestServer, type Candidate, type Member, type TestServer } from './server.ts';
import setupStore from './store.ts';

interface Lab {
  server: TestServer;
  front: Front;
  admins: Map<string, Member>;
  candidates: Map<string, Candidate>;
  aheadMs: number;
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
