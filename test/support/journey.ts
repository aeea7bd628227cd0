import { randomUUID } from 'node:crypto';
import type { Candidate, Member, TestServer } from './server.ts';

/** One question of each way of scoring, 12 points in all, 10 minutes. */
export const SMALL = {
  name: 'Small test',
  description: 'Three questions.',
  sections: [
    {
      title: 'Facts',
      minutes: 6,
      questions: [
        { kind: 'single', prompt: 'Two?', points: 2, options: [{ text: '1' }, { text: '2' }], correct: 1 },
        { kind: 'number', prompt: 'Seven?', points: 4, correct: 7 },
      ],
    },
    {
      title: 'Words',
      minutes: 4,
      questions: [{ kind: 'open', prompt: 'Say something.', points: 6, maxLength: 200 }],
    },
  ],
};

/** The same without what people have to grade. */
export const CLOSED = { ...SMALL, name: 'Closed test', sections: [SMALL.sections[0]!] };

export async function publish(author: Member, input: unknown = SMALL): Promise<any> {
  const made = await author.call('POST', '/v1/assessments', input);
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return (await author.call('POST', `/v1/assessments/${made.body.id}/publish`, {})).body;
}

export interface Invited {
  id: string;
  link: string;
  email: string;
  view: any;
}

export async function invite(
  server: TestServer,
  by: Member,
  assessmentId: string,
  externalId?: string,
): Promise<Invited> {
  const email = `${randomUUID()}@mail.example`;
  const candidate = { name: 'Mina Park', email, ...(externalId !== undefined && { externalId }) };
  const { status, body } = await by.call('POST', '/v1/invitations', { assessmentId, candidate });
  if (status !== 201) throw new Error(JSON.stringify(body));
  const mail = await server.mails.wait((m) => m.to.includes(email));
  return { id: body.id, link: mail.links[0]!, email, view: body };
}

export interface Sitting extends Invited {
  candidate: Candidate;
  /** The questions as the candidate sees them, by kind. */
  questions: Record<string, any>;
  take: any;
}

/** Invited, opened and begun. */
export async function sit(server: TestServer, by: Member, assessmentId: string): Promise<Sitting> {
  const invited = await invite(server, by, assessmentId);
  const candidate = await server.candidate(invited.link);
  const take = (await candidate.call('POST', '/begin', {})).body;
  const all = take.assessment.sections.flatMap((section: any) => section.questions);
  return { ...invited, candidate, take, questions: Object.fromEntries(all.map((q: any) => [q.kind, q])) };
}

/** Begun, answered in full and handed in: 6 points at once, 6 more wait for a grade if there is an open question. */
export async function handIn(server: TestServer, by: Member, assessmentId: string): Promise<Sitting> {
  const sitting = await sit(server, by, assessmentId);
  const { single, number, open } = sitting.questions;
  const save = (question: any, value: unknown) =>
    sitting.candidate.call('PUT', `/answers/${question.id}`, { revision: 1, value });
  await save(single, single.options[1].id);
  await save(number, 7);
  if (open) await save(open, 'Something.');
  await sitting.candidate.call('POST', '/submit', {});
  return sitting;
}
