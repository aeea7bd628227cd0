import type { ResultView } from '../../server/contract/result.ts';
import { revisionOf, saidOf, type Answer, type Call, type Client } from './client.ts';
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
  /** ETag of what is known of that invitation's result. */
  markOf(id: string): string;
  /** Another invitation is shown. */
  update(): void;
  /**
   * A comment or a decision on that invitation: `said` shows at once and goes back when the server refuses. Without a method
   * it adds; with one it throws `stale` when somebody has said something since `match`, default now, and what they said is
   * shown then.
   */
  review(
    id: string,
    part: string,
    call: Pick<Call, 'method' | 'body' | 'match'>,
    said: Said,
  ): Promise<ResultView>;
}

const scoreOf = (result: ResultView | undefined) =>
  result?.overall && JSON.stringify([result.overall, result.range, result.sections]);

export function createResultStore({ client, once, emit, selectedId, show, reload }: Options): ResultStore {
  /** What the server said last, by invitation. */
  const known = new Map<string, Answer<ResultView>>();
  /** Of each word of this person's: the ETag that it made, by invitation and what had been said before. */
  const own = new Map<string, string>();
  const pending = new Map<Said, string>();
  let turn: Promise<unknown> = Promise.resolve();

  function update(): void {
    const id = selectedId();
    const words = [...pending].filter(([, about]) => about === id);
    const answered = id && known.get(id)?.data;
    show(answered ? words.reduce((result, [said]) => ({ ...result, ...said(result) }), answered) : undefined);
  }

  function take(answer: Answer<ResultView>): void {
    const { data, etag } = answer;
    const { invitationId: id } = data;
    const old = known.get(id);
    if (old && revisionOf(etag) < revisionOf(old.etag)) return;
    known.set(id, answer);
    if (id !== selectedId()) return;
    update();
    const score = scoreOf(data);
    if (score && score !== scoreOf(old?.data)) emit('canditech-result', { result: data });
  }

  /** What the person had before them, and what they have said themselves since then. */
  function matchOf(id: string, seen: string): string {
    const next = own.get(`${id} ${saidOf(seen)}`);
    return next && next !== seen ? matchOf(id, next) : seen;
  }

  const markOf = (id: string) => known.get(id)?.etag ?? '';

  return {
    take,
    update,
    markOf,
    async review(id, part, { method, body, match = markOf(id) }, said) {
      const path = `/invitations/${id}${part}`;
      // One after the other: what one says oneself is not what somebody else has said meanwhile.
      const answer = turn.then(() =>
        method
          ? client.call<ResultView>(path, { method, body, match: matchOf(id, match) })
          : once<ResultView>(path, body as object),
      );
      turn = answer.then(
        (fresh) => {
          own.set(`${id} ${saidOf(fresh.etag) - 1}`, fresh.etag);
          take(fresh);
        },
        () => undefined,
      );
      pending.set(said, id);
      update();
      try {
        return (await answer).data;
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
