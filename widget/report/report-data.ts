import type { InvitationView } from '../../server/contract/invitation.ts';
import type { DecisionValue, ResultView } from '../../server/contract/result.ts';
import type { AnswersView } from '../../server/contract/review.ts';
import { api } from '../members/session.ts';
import type { CallOptions } from '../ui/api.ts';

/** Everything that the report shows; `etag` is of the result, for decisions. */
export interface Report {
  invitation: InvitationView;
  result: ResultView;
  answers: AnswersView;
  etag: string | null;
}

const pathOf = (id: string) => `/v1/invitations/${encodeURIComponent(id)}`;

export async function readReport(id: string, signal: AbortSignal): Promise<Report> {
  const path = pathOf(id);
  const [invitation, result, answers] = await Promise.all([
    api<InvitationView>('GET', path, { signal }),
    api<ResultView>('GET', `${path}/result`, { signal }),
    api<AnswersView>('GET', `${path}/answers`, { signal }),
  ]);
  return { invitation: invitation.data, result: result.data, answers: answers.data, etag: result.etag };
}

interface Grade {
  questionId: string;
  points: number;
  note: string | undefined;
}

/** The ETag after what this page wrote last; null if that failed. */
let written: Promise<string | null> = Promise.resolve(null);

function write(method: string, path: string, options: CallOptions) {
  const answer = api<ResultView>(method, path, options);
  written = answer.then(
    ({ etag }) => etag,
    () => null,
  );
  return answer;
}

export const gradeAnswer = (id: string, { questionId, ...body }: Grade) =>
  write('PUT', `${pathOf(id)}/grades/${questionId}`, { body });

export const addComment = (id: string, text: string) =>
  write('POST', `${pathOf(id)}/comments`, { body: { text }, once: true });

interface NewDecision {
  decision: DecisionValue;
  note: string | undefined;
}

const revisionOf = (etag: string | null) => Number(/\d+/.exec(etag ?? '')?.[0] ?? 0);

/** Decides by what the person saw, own words included; `stale` when somebody else has said something since. */
export async function decide(id: string, body: NewDecision, { etag }: Pick<Report, 'etag'>): Promise<void> {
  const own = await written;
  const match = revisionOf(own) > revisionOf(etag) ? own : etag;
  await write('PUT', `${pathOf(id)}/decision`, { body, headers: match ? { 'If-Match': match } : {} });
}

/** Whether the report shows this revision of its invitation. */
export const isAt = ({ etag }: Report, revision: number): boolean => revisionOf(etag) >= revision;

const commentPath = (id: string, commentId: string) => `${pathOf(id)}/comments/${commentId}`;

export const editComment = (id: string, commentId: string, text: string): Promise<unknown> =>
  write('PUT', commentPath(id, commentId), { body: { text } });

export const deleteComment = (id: string, commentId: string): Promise<unknown> =>
  write('DELETE', commentPath(id, commentId), {});

/** An action on the invitation: `resend`, `address`, `extend`, `extra-time`, `cancel` or `sync`. */
export const act = (id: string, action: string, body: unknown = {}) =>
  api<InvitationView>('POST', `${pathOf(id)}/${action}`, { body, once: true });

/** Tells the page that what it shows is no longer all. */
export const changed = (): Event => new Event('report-changed', { bubbles: true });
