import type { ResultView } from '../../server/contract/result.ts';
import type { Answer, Call, Client } from './client.ts';
import { toEmbedError } from './error.ts';
import type { Emit } from './event.ts';
import type { Once } from './once.ts';

/** What a person's own words change in a result. */
export type Said = (result: ResultView) => Partial<ResultView>;

interface Options {
  client: Client;
  once: Once;
  emit: Emit;
  /** Of the invitation that is shown. */
  selectedId(): string | undefined;
  show(result: ResultView | undefined): void;
  reload(): Promise<void>;
}

/** The result that is shown: what the server said last, and on top of it what its person says until that is answered. */
export interface ResultStore {
  take(answer: Answer<ResultView>): void;
  clear(): void;
  /**
   * A comment or a decision: `said` shows at once and goes back when the server refuses. Without a method it adds; with one
   * it throws `stale` when somebody has said something since, and what they said is shown then.
   */
  review(part: string, call: Pick<Call, 'method' | 'body'>, said: Said): Promise<void>;
}

const scoreOf = (result: ResultView | undefined) =>
  result?.overall && JSON.stringify([result.overall, result.range, result.sections]);

export function createResultStore({ client, once, emit, selectedId, show, reload }: Options): ResultStore {
  /** ETags by invitation. */
  const marks = new Map<string, string>();
  const pending = new Set<Said>();
  let answered: ResultView | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const update = () =>
    show(answered && [...pending].reduce((result, said) => ({ ...result, ...said(result) }), answered));

  function take({ data, etag }: Answer<ResultView>): void {
    marks.set(data.invitationId, etag);
    if (data.invitationId !== selectedId()) return;
    const old = scoreOf(answered);
    answered = data;
    const score = scoreOf(data);
    update();
    if (score && score !== old) emit('canditech-result', { result: data });
  }

  return {
    take,
    clear() {
      answered = undefined;
      update();
    },
    async review(part, { method, body }, said) {
      const id = selectedId()!;
      const path = `/invitations/${id}${part}`;
      // One after the other: what one says oneself is not what somebody else has said meanwhile.
      const answer = turn.then(() =>
        method
          ? client.call<ResultView>(path, { method, body, match: marks.get(id) ?? '' })
          : once<ResultView>(path, body as object),
      );
      turn = answer.then(take).catch(() => undefined);
      pending.add(said);
      update();
      try {
        await answer;
      } catch (cause) {
        if (toEmbedError(cause).code === 'stale') await reload();
        throw cause;
      } finally {
        pending.delete(said);
        update();
      }
    },
  };
}
