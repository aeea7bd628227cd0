import type { AssessmentList, AssessmentStats, AssessmentSummary } from '../../server/contract/assessment.ts';
import type { Scope } from '../../server/contract/embed.ts';
import type {
  InvitationChanged,
  InvitationInput,
  InvitationList,
  InvitationRow,
  InvitationView,
} from '../../server/contract/invitation.ts';
import type { Me } from '../../server/contract/me.ts';
import type { ResultView } from '../../server/contract/result.ts';
import { revisionOf, type Answer, type Client } from './client.ts';
import { EmbedError, toEmbedError } from './error.ts';
import type { Emit } from './event.ts';
import { createOnce } from './once.ts';
import { createResultStore, type ResultStore } from './result-store.ts';

interface Options {
  client: Client;
  view: string;
  candidateId: string | undefined;
  pageSize: number;
  signal: AbortSignal;
  update(): void;
  emit: Emit;
  explain(cause: unknown): EmbedError;
}

type Row = InvitationRow & Partial<InvitationView>;
const PAGE = 1000; // after the first one, with which the list is painted

/** What the token does not allow is not there. */
const ifAllowed = (work: Promise<void>) =>
  work.catch((cause: unknown) => {
    if (toEmbedError(cause).code !== 'scope_missing') throw cause;
  });

/** What the element knows of its candidate. The views read it and call its actions; they hold nothing of the API. */
export interface Store {
  me: Me['embed'];
  /** By name. It grows while further pages arrive. */
  assessments: AssessmentSummary[];
  isComplete: boolean;
  invitations: Row[];
  selected: Row | undefined;
  result: ResultView | undefined;
  /** Of the selected invitation, when somebody invited and it was there before. */
  duplicateOf: string | undefined;
  /** Why and since when what is shown may be old. */
  stale: { error: EmbedError; since: number } | undefined;
  candidateId: string | undefined;
  can(scope: Scope): boolean;
  load(): Promise<void>;
  /** Looks at what changed, or at everything. */
  refresh(change?: InvitationChanged): Promise<void>;
  /** Keeps what is there, and says that it may be old. */
  fail(cause: unknown): void;
  select(id: string | undefined, duplicateOf?: string): Promise<void>;
  /** Answers the active invitation instead, as `duplicateOf`, when there is one already. */
  invite(input: InvitationInput): Promise<{ invitation: InvitationView; duplicateOf?: string }>;
  /** Takes an invitation back whose mail has not left; a `conflict` when it has. */
  undo(id: string): Promise<void>;
  /** One of `resend`, `address`, `extend`, `extra-time`, `sync`, on the selected invitation. */
  act(name: string, body?: object): Promise<void>;
  review: ResultStore['review'];
  markOf: ResultStore['markOf'];
  /** Whose the token is; `me` says it once a view has needed it. */
  readMe(): Promise<Me['embed']>;
  stats(id: string): Promise<Answer<AssessmentStats>>;
  /** In the list or not. Throws `not_found`. */
  find(id: string): Promise<AssessmentSummary>;
}

export function createStore({
  client,
  view,
  pageSize,
  signal,
  update,
  emit,
  explain,
  ...known
}: Options): Store {
  const [isPicker, isBadge] = [view === 'picker', view === 'badge'];
  const once = createOnce(client);
  /** ETags of the views of invitations. */
  const marks = new Map<string, string>();
  /** Taken back: events may still tell of it. */
  const gone = new Set<string | undefined>();
  let turn = Promise.resolve();
  let cursor = '';
  let isPaging = false;

  const pathOf = (part = '') => `/invitations/${store.selected!.id}${part}`;

  /** Also of a repeat, whose answer may be older than what is known. */
  function takeView({ data, etag }: Answer<InvitationView>): void {
    const { id } = data;
    if (revisionOf(etag) < revisionOf(marks.get(id) ?? '')) return;
    marks.set(id, etag);
    add(data);
  }

  function add(fresh: Row): void {
    if (gone.has(fresh.id)) return;
    const old = store.invitations.find(({ id }) => id === fresh.id);
    const row = { ...old, ...fresh };
    store.invitations = old
      ? store.invitations.map((other) => (other === old ? row : other))
      : [row, ...store.invitations];
    if (store.selected?.id === row.id) store.selected = row;
    if (!old || old.status === row.status) return;
    const { id: invitationId, status: to, createdAt: invitedAt, expiresAt: expiredAt } = row;
    // Nobody tells when it was cancelled.
    const at =
      { cancelledAt: undefined, ...row, invitedAt, expiredAt }[`${to}At`] ?? new Date().toISOString();
    emit('canditech-status-change', { invitationId, from: old.status, to, at });
  }

  function drop(lost: string): void {
    store.invitations = store.invitations.filter(({ id }) => id !== lost);
    if (store.selected?.id === lost) void store.select(store.invitations[0]?.id);
    update();
  }

  const selectNewest = () => {
    if (isBadge) store.invitations.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
    if (isBadge || (store.candidateId && !(isPicker || store.selected)))
      store.selected = store.invitations[0];
  };

  async function loadResult(isOldFine?: boolean): Promise<void> {
    if (!store.selected || isBadge || !store.can('results:read')) return;
    const invitation = client.get<InvitationView>(pathOf(), isOldFine);
    results.take(await client.get(pathOf('/result'), isOldFine));
    takeView(await invitation);
  }

  async function loadInvitations(isOldFine?: boolean): Promise<void> {
    const own = store.candidateId;
    if (!own) return;
    const query = isBadge ? 'latest=true' : `limit=100&candidate=${encodeURIComponent(own)}`;
    const known = store.invitations;
    const read = new Map(marks);
    const { data } = await client.get<InvitationList>(`/invitations?${query}`, isOldFine);
    const rows = data.items.filter(({ candidate }) => candidate.externalId === own);
    // What was read or done meanwhile is newer than the list.
    rows
      .filter(({ id }) => marks.get(id) === read.get(id))
      .reverse()
      .forEach(add);
    for (const { id } of known) if (!rows.some((row) => row.id === id)) drop(id);
    selectNewest();
  }

  /** Done with one page, which can be painted; the others follow. After a failure it goes on where it was. */
  async function loadAssessments(): Promise<void> {
    if (isPaging || store.isComplete) return;
    isPaging = true;
    try {
      const after = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/assessments?limit=${after ? PAGE : pageSize}${after}`;
      const { items, nextCursor } = (await client.get<AssessmentList>(path, true)).data;
      store.assessments = after ? [...store.assessments, ...items] : items;
      cursor = nextCursor ?? '';
      store.isComplete = !cursor;
      update();
    } finally {
      isPaging = false;
    }
    if (cursor) loadAssessments().catch(store.fail);
  }

  const readMe = async (isOldFine?: boolean) => (await client.get<Me>('/me', isOldFine)).data.embed;

  async function loadMe(isOldFine?: boolean): Promise<void> {
    store.me = await readMe(isOldFine);
    const { candidate, candidates } = store.me!;
    const own = candidate?.externalId;
    if (store.candidateId && !candidates?.includes(store.candidateId))
      throw new EmbedError('candidate_mismatch', { status: 403 });
    if (store.candidateId || !own) return;
    store.candidateId = own;
    await ifAllowed(loadInvitations(isOldFine));
  }

  async function look(change?: InvitationChanged): Promise<void> {
    const { invitationId: id, candidateExternalId } = change ?? {};
    if (gone.has(id)) return;
    const isKnown = store.invitations.some((row) => row.id === id);
    const isOurs = isKnown || (candidateExternalId && candidateExternalId === store.candidateId);
    if (id && !isOurs) return;
    if (!id) await Promise.all([isBadge || loadMe(), ifAllowed(loadInvitations())]);
    if (store.stale && store.assessments.length) await loadAssessments();
    try {
      if (id) takeView(await client.get<InvitationView>(`/invitations/${id}`));
      selectNewest();
      if (!id || id === store.selected?.id) await loadResult();
    } catch (cause) {
      // Somebody has taken it back.
      const lost = toEmbedError(cause).code === 'not_found' && (id ?? store.selected?.id);
      if (!lost) throw cause;
      drop(lost);
    }
    store.stale = undefined;
    update();
  }

  const results = createResultStore({
    client,
    once,
    emit,
    selectedId: () => store.selected?.id,
    show(result) {
      store.result = result;
      update();
    },
    reload: () => loadResult(),
  });

  const store: Store = {
    me: undefined,
    assessments: [],
    isComplete: false,
    invitations: [],
    selected: undefined,
    result: undefined,
    duplicateOf: undefined,
    stale: undefined,
    ...known,
    can: (scope) => store.me?.scopes.includes(scope) === true,
    async load() {
      if (isBadge) return store.candidateId ? loadInvitations(true) : loadMe(true);
      const assessments = view === 'result' ? undefined : ifAllowed(loadAssessments());
      // Its failure counts only where it is awaited below.
      assessments?.catch(() => undefined);
      await Promise.all([loadMe(true), ifAllowed(loadInvitations(true))]);
      if (!store.can(isPicker ? 'assessments:read' : 'results:read'))
        throw new EmbedError('scope_missing', { status: 403 });
      if (store.selected) assessments?.catch(store.fail);
      else await assessments;
      await loadResult(true);
    },
    refresh: (change) => (turn = turn.then(() => look(change)).catch(store.fail)),
    fail(cause) {
      if (signal.aborted) return;
      store.stale ??= { error: explain(cause), since: Date.now() };
      update();
    },
    async select(id, duplicateOf) {
      store.duplicateOf = duplicateOf;
      store.selected = store.invitations.find((row) => row.id === id);
      results.update();
      await loadResult().catch(store.fail);
    },
    async invite(input) {
      const externalId = input.candidate.externalId ?? store.candidateId;
      const body = { ...input, candidate: { ...input.candidate, ...(externalId && { externalId }) } };
      let duplicateOf: string | undefined;
      const answer = await once<InvitationView>('/invitations', body).catch(async (cause: unknown) => {
        const { code, current } = toEmbedError(cause);
        if (code !== 'already_invited') throw cause;
        duplicateOf = current as string;
        return client.get<InvitationView>(`/invitations/${duplicateOf}`).catch(() => {
          throw cause;
        });
      });
      takeView(answer);
      const invited = { invitation: answer.data, ...(duplicateOf && { duplicateOf }) };
      emit('canditech-invite', invited);
      return invited;
    },
    async undo(id) {
      gone.add(id);
      try {
        await once(`/invitations/${id}/undo`, {});
      } catch (cause) {
        gone.delete(id);
        throw cause;
      }
      drop(id);
      emit('canditech-undo', { invitationId: id });
    },
    async act(name, body) {
      // A button, once its effect can be seen, means another one; a form is sent again because it says that it failed.
      const seen = body ? '' : marks.get(store.selected!.id);
      takeView(await once<InvitationView>(pathOf(`/${name}`), body ?? {}, seen));
      update();
      loadResult().catch(store.fail);
    },
    review: results.review,
    markOf: results.markOf,
    readMe,
    stats: (id) => client.get(`/assessments/${id}/stats`),
    find: async (id) =>
      store.assessments.find((one) => one.id === id) ??
      (await client.get<AssessmentSummary>(`/assessments/${encodeURIComponent(id)}`)).data,
  };
  return store;
}
