import type { AssessmentList, AssessmentSummary } from '../../server/contract/assessment.ts';
import type { Scope } from '../../server/contract/embed.ts';
import type {
  CandidateInput,
  InvitationChanged,
  InvitationList,
  InvitationRow,
  InvitationView,
} from '../../server/contract/invitation.ts';
import type { Me } from '../../server/contract/me.ts';
import type { DecisionValue, ResultView } from '../../server/contract/result.ts';
import { newKey, type Answer, type Client } from './client.ts';
import { EmbedError, toEmbedError } from './error.ts';
import type { Emit } from './event.ts';

/** What an element knows of its candidate. The views read it and call its actions; they hold no data of the API. */
export interface Store {
  readonly me: Me['embed'];
  readonly candidateId: string | undefined;
  /** By name. It grows while further pages arrive. */
  readonly assessments: readonly AssessmentSummary[];
  readonly isComplete: boolean;
  /** Newest first. */
  readonly invitations: readonly InvitationRow[];
  readonly selected: InvitationRow | undefined;
  readonly result: ResultView | undefined;
  /** Why what is shown may be old, and since when. */
  readonly stale: { error: EmbedError; since: number } | undefined;
  can(scope: Scope): boolean;
  load(): Promise<void>;
  refresh(change?: InvitationChanged): Promise<void>;
  select(id: string): Promise<void>;
  /** Shows the active invitation instead when there is one already. */
  invite(assessmentId: string, candidate: CandidateInput): Promise<void>;
  comment(text: string): Promise<void>;
  decide(decision: DecisionValue, note: string): Promise<void>;
  /** Keeps what is there, and says that it may be old. */
  fail(cause: unknown): void;
}

interface Options {
  client: Client;
  candidateId: string | undefined;
  view: string;
  signal: AbortSignal;
  onChange: () => void;
  emit: Emit;
  explain(cause: unknown): EmbedError;
}

const scoreOf = (result: ResultView | undefined) =>
  result?.overall && JSON.stringify([result.overall, result.provisional, result.range, result.sections]);

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export function createStore({ client, signal, onChange, emit, explain, ...given }: Options): Store {
  const withInvitations = given.view !== 'picker';
  let etag = '';
  let intent = { body: '', key: '' };
  let turn = Promise.resolve();

  const can = (scope: Scope) => store.me?.scopes.includes(scope) === true;
  const pathOf = (part: string) => `/invitations/${store.selected!.id}${part}`;

  function add(row: InvitationRow): void {
    const known = store.invitations.find(({ id }) => id === row.id);
    store.invitations = known
      ? store.invitations.map((other) => (other === known ? row : other))
      : [row, ...store.invitations];
    if (!store.selected || store.selected.id === row.id) store.selected = row;
    if (known && known.status !== row.status) {
      const at = row.completedAt ?? row.submittedAt ?? row.startedAt ?? new Date().toISOString();
      emit('canditech-status-change', { invitationId: row.id, from: known.status, to: row.status, at });
    }
  }

  function take({ data, etag: tag }: Answer<ResultView>): void {
    if (data.invitationId !== store.selected?.id) return;
    const known = scoreOf(store.result);
    store.result = data;
    etag = tag;
    if (data.overall && scoreOf(data) !== known) emit('canditech-result', { result: data });
    onChange();
  }

  async function loadResult(): Promise<void> {
    if (store.selected && can('results:read')) take(await client.call(pathOf('/result')));
  }

  async function loadInvitations(): Promise<void> {
    if (!store.candidateId) return;
    const query = `?limit=100&candidate=${encodeURIComponent(store.candidateId)}`;
    const { data } = await client.call<InvitationList>(`/invitations${query}`);
    data.items.reverse().forEach(add);
    if (!store.result) store.selected = store.invitations[0];
  }

  async function loadAssessments(): Promise<void> {
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const after: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const { data }: Answer<AssessmentList> = await client.call(`/assessments?limit=100${after}`);
      store.assessments = [...store.assessments, ...data.items];
      cursor = data.nextCursor;
      store.isComplete = !cursor;
      onChange();
    }
  }

  /** What the token does not allow is not there. */
  const ifAllowed = (work: Promise<void>) =>
    work.catch((cause: unknown) => {
      if (toEmbedError(cause).code !== 'scope_missing') throw cause;
    });

  async function loadMe(): Promise<void> {
    const { data } = await client.call<Me>('/me');
    store.me = data.embed;
    const own = store.me?.candidate?.externalId;
    if (own && own !== (store.candidateId ?? own)) throw new EmbedError('candidate_mismatch');
    if (store.candidateId || !own) return;
    store.candidateId = own;
    if (withInvitations) await ifAllowed(loadInvitations());
  }

  async function look(change?: InvitationChanged): Promise<void> {
    const { invitationId: id, candidateExternalId } = change ?? {};
    const isKnown = store.invitations.some((row) => row.id === id);
    if (!id) {
      await loadInvitations();
      if (!store.candidateId && store.selected) add((await client.call<InvitationView>(pathOf(''))).data);
    } else if (isKnown || (withInvitations && candidateExternalId === store.candidateId)) {
      add((await client.call<InvitationView>(`/invitations/${id}`)).data);
    } else return;
    if (!id || id === store.selected?.id) await loadResult();
    store.stale = undefined;
    onChange();
  }

  function fail(cause: unknown): void {
    if (signal.aborted) return;
    store.stale ??= { error: explain(cause), since: Date.now() };
    onChange();
  }

  const store: Mutable<Store> = {
    me: undefined,
    candidateId: given.candidateId,
    assessments: [],
    isComplete: false,
    invitations: [],
    selected: undefined,
    result: undefined,
    stale: undefined,
    can,
    fail,

    async load() {
      const assessments = given.view === 'result' ? undefined : ifAllowed(loadAssessments());
      await Promise.all([loadMe(), withInvitations && ifAllowed(loadInvitations())]);
      if (store.selected) assessments?.catch(fail);
      else await assessments;
      if (!can(given.view === 'picker' ? 'assessments:read' : 'results:read'))
        throw new EmbedError('scope_missing');
      await loadResult();
    },

    refresh(change) {
      return (turn = turn.then(() => look(change)).catch(fail));
    },

    async select(id) {
      store.selected = store.invitations.find((row) => row.id === id);
      store.result = undefined;
      onChange();
      await loadResult().catch(fail);
    },

    async invite(assessmentId, candidate) {
      const body = { assessmentId, candidate };
      const text = JSON.stringify(body);
      if (text !== intent.body) intent = { body: text, key: newKey() };
      let id: unknown;
      const { data } = await client
        .call<InvitationView>('/invitations', { method: 'POST', body, key: intent.key })
        .catch((cause: unknown) => {
          const { code, current } = toEmbedError(cause);
          if (code !== 'already_invited' || !can('results:read')) throw cause;
          id = current;
          return client.call<InvitationView>(`/invitations/${current as string}`).catch(() => {
            throw cause;
          });
        });
      intent.body = '';
      add(data);
      emit('canditech-invite', { invitation: data, ...(id === data.id && { duplicateOf: data.id }) });
      await store.select(data.id);
    },

    async comment(text) {
      take(await client.call(pathOf('/comments'), { method: 'POST', body: { text }, key: newKey() }));
    },

    async decide(decision, note) {
      const seen = store.result?.decision?.at;
      const body = { decision, ...(note && { note }) };
      const put = () => client.call<ResultView>(pathOf('/decision'), { method: 'PUT', body, match: etag });
      try {
        take(await put());
      } catch (cause) {
        // Anything raises the revision, a delivered mail as well; only another decision concerns the person.
        if (toEmbedError(cause).code !== 'stale') throw cause;
        await loadResult();
        if (store.result?.decision?.at !== seen) throw cause;
        take(await put());
      }
    },
  };
  return store;
}
