import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import {
  startTestServer,
  type Answer,
  type Candidate,
  type Member,
  type TestServer,
} from '../support/server.ts';

export const PUBLIC_URL = 'https://tests.acme.example';
export const ASHBY_KEY = 'ashby0123456789abcdefKEY1';

const facts = {
  title: 'Facts',
  minutes: 10,
  questions: [
    { kind: 'single', prompt: 'Two?', points: 2, options: [{ text: '1' }, { text: '2' }], correct: 1 },
    { kind: 'number', prompt: 'Seven?', points: 6, correct: 7 },
  ],
};
const words = {
  title: 'Words',
  minutes: 5,
  questions: [{ kind: 'open', prompt: 'Say something.', points: 4 }],
};

export interface Started {
  id: string;
  email: string;
  body: any;
  answer: Answer;
}

/** A workspace that has swapped keys with Ashby, and Ashby's hands. */
export interface Workplace {
  id: string;
  admin: Member;
  /** The Canditech API key that Ashby uses. */
  key: string;
  /** Assessment without open questions, and one with. */
  closed: string;
  open: string;
  call(command: string, body: unknown): Promise<Answer>;
  start(typeId?: string, change?: (body: any) => void): Promise<Started>;
  view(id: string): Promise<any>;
}

export interface Party {
  server: TestServer;
  workplace(name?: string): Promise<Workplace>;
  candidate(email: string): Promise<Candidate>;
  /** Lets time pass for an update that waits. */
  hurry(id: string): Promise<void>;
  close(): Promise<void>;
}

export function startBody(typeId: string): any {
  return {
    assessment_type_id: typeId,
    candidate: {
      ashby_id: randomUUID(),
      first_name: 'Mina',
      last_name: 'Park',
      email: `${randomUUID()}@mail.example`,
      ashby_profile_url: 'https://app.ashbyhq.com/candidates/1',
    },
    application: { ashby_id: randomUUID(), status: 'Active' },
    job: { ashby_id: randomUUID(), name: 'Bookkeeper', ashby_job_url: 'https://app.ashbyhq.com/jobs/1' },
  };
}

export async function publish(admin: Member, name: string, sections: unknown[]): Promise<string> {
  const made = await admin.call('POST', '/v1/assessments', { name, description: `About ${name}`, sections });
  await admin.call('POST', `/v1/assessments/${made.body.id}/publish`, {});
  return made.body.id;
}

async function openWorkplace(server: TestServer, name?: string): Promise<Workplace> {
  const { id, admin } = await server.workspace(name);
  const key = await server.canditechKey(admin);
  await admin.call('PUT', '/v1/settings/ashby/ashby-key', { apiKey: ASHBY_KEY });
  const closed = await publish(admin, 'Closed test', [facts]);
  const open = await publish(admin, 'Open test', [facts, words]);
  const call = (command: string, body: unknown) => server.ashbyCall(key, command, body);
  return {
    id,
    admin,
    key,
    closed,
    open,
    call,
    async start(typeId = closed, change = () => {}) {
      const body = startBody(typeId);
      change(body);
      const answer = await call('assessment.start', body);
      return { id: answer.body.results?.assessment_id, email: body.candidate.email, body, answer };
    },
    view: async (invitationId) => (await admin.call('GET', `/v1/invitations/${invitationId}`)).body,
  };
}

export async function startParty(options: Parameters<typeof startTestServer>[0] = {}): Promise<Party> {
  const server = await startTestServer({ publicUrl: PUBLIC_URL, ...options });
  return {
    server,
    workplace: (name) => openWorkplace(server, name),
    async candidate(email) {
      const mail = await server.mails.wait(({ to, links }) => to.includes(email) && links.length > 0);
      return server.candidate(mail.links[0]!);
    },
    async hurry(_id) {
      const at = 'outbox.ashby';
      // The hold before the first try, or the back-off after a failed one; never a lease.
      const waits = { $or: [{ [`${at}.fence`]: 0 }, { [`${at}.problem`]: { $exists: true } }] };
      await server.ctx.db.invitations.updateOne(
        { _id, ...waits },
        { $set: { [`${at}.notBefore`]: new Date(0) } },
      );
      server.ctx.bell.ring();
    },
    close: () => server.close(),
  };
}

/** Begins, answers what is asked (rightly, unless told otherwise) and hands in. */
export async function takeTest(candidate: Candidate, { right = true } = {}): Promise<void> {
  const { body } = await candidate.call('POST', '/begin', {});
  const questions = body.assessment.sections.flatMap((section: any) => section.questions);
  for (const question of questions) {
    const value = { single: question.options?.[right ? 1 : 0].id, number: 7, open: 'Something.' }[
      question.kind as 'single' | 'number' | 'open'
    ];
    await candidate.call('PUT', `/answers/${question.id}`, { revision: 1, value });
  }
  await candidate.call('POST', '/submit', {});
}

/** The header that Ashby sends. */
export const basic = (text: string): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

/** What every refusal has, so that Ashby can show it whatever it reads. */
export const refusal = (code: string, message: unknown = expect.any(String)) => ({
  success: false,
  errors: [code],
  errorInfo: { code, message },
  message,
});

export const statusesOf = (updates: any[]): string[] =>
  updates.map(({ assessment_status }) => assessment_status.value);
