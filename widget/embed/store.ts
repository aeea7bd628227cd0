import type { AssessmentList, AssessmentSummary } from '../../server/contract/assessment.ts';
import type { Scope } from '../../server/contract/embed.ts';
import type {
  InvitationChanged,
  InvitationList,
  InvitationRow,
  InvitationView,
} from '../../server/contract/invitation.ts';
import type { Me } from '../../server/contract/me.ts';
import type { ResultView } from '../../server/contract/result.ts';
import { newKey, type Answer, type Client } from './client.ts';
import { EmbedError, toEmbedError } from './error.ts';
import type { Emit } from './event.ts';

interface Options {
  client: Client;
  view: string;
  signal: AbortSignal;
  update(): void;
  emit: Emit;
  explain(cause: unknown): EmbedError;
}

const scoreOf = (result: ResultView | undefined) =>
  result?.overall && JSON.stringify([result.overall, result.range, result.sections]);

/** What the token does not allow is not there. */
const ifAllowed = (work: Promise<void>) =>
  work.catch((cause: unknown) => {
    if (toEmbedError(cause).code !== 'scope_missing') throw cause;
  });

/** What the element knows of its candidate. The views read it and call its actions; they hold nothing of the API. */
export class Store {
  me: Me['embed'];
  /** By name. It grows while further pages arrive. */
  assessments: AssessmentSummary[] = [];
  isComplete = false;
  /** Newest first. */
  invitations: InvitationRow[] = [];
  selected: InvitationRow | undefined;
  result: ResultView | undefined;
  /** Of the selected invitation, when somebody invited and it was there before. */
  duplicateOf: string | undefined;
  /** Why what is shown may be old, and since when. */
  stale: { error: EmbedError; since: number } | undefined;
  candidateId: string | undefined;
  #options: Options;
  #etag = '';
  #intent = { body: '', key: '' };
  #turn = Promise.resolve();

  constructor(options: Options, candidateId: string | undefined) {
    this.#options = options;
    this.candidateId = candidateId;
  }

  can(scope: Scope): boolean {
    return this.me?.scopes.includes(scope) === true;
  }

  async load(): Promise<void> {
    const { view } = this.#options;
    const assessments = view === 'result' ? undefined : ifAllowed(this.#loadAssessments());
    // Its failure counts only where it is awaited below.
    assessments?.catch(() => undefined);
    await Promise.all([this.#loadMe(), ifAllowed(this.#loadInvitations())]);
    if (!this.can(view === 'picker' ? 'assessments:read' : 'results:read'))
      throw new EmbedError('scope_missing');
    if (this.selected) assessments?.catch(this.fail);
    else await assessments;
    await this.#loadResult();
  }

  /** Looks at what changed, or at everything. */
  refresh = (change?: InvitationChanged): Promise<void> =>
    (this.#turn = this.#turn.then(() => this.#look(change)).catch(this.fail));

  /** Keeps what is there, and says that it may be old. */
  fail = (cause: unknown): void => {
    const { signal, explain, update } = this.#options;
    if (signal.aborted) return;
    this.stale ??= { error: explain(cause), since: Date.now() };
    update();
  };

  async select(id: string, duplicateOf?: string): Promise<void> {
    this.duplicateOf = duplicateOf;
    this.selected = this.invitations.find((row) => row.id === id);
    this.result = undefined;
    this.#options.update();
    await this.#loadResult().catch(this.fail);
  }

  /** Shows the active invitation instead when there is one already. */
  async invite(assessmentId: string, candidate: { name: string; email: string }): Promise<void> {
    const { client, emit } = this.#options;
    const externalId = this.candidateId;
    const body = { assessmentId, candidate: { ...(externalId && { externalId }), ...candidate } };
    const text = JSON.stringify(body);
    if (text !== this.#intent.body) this.#intent = { body: text, key: newKey() };
    let id: unknown;
    const { data } = await client
      .call<InvitationView>('/invitations', { method: 'POST', body, key: this.#intent.key })
      .catch((cause: unknown) => {
        const { code, current } = toEmbedError(cause);
        if (code !== 'already_invited') throw cause;
        id = current;
        return client.call<InvitationView>(`/invitations/${id as string}`).catch(() => {
          throw cause;
        });
      });
    this.#intent.body = '';
    this.#add(data);
    const duplicateOf = id === data.id ? data.id : undefined;
    emit('canditech-invite', { invitation: data, ...(duplicateOf && { duplicateOf }) });
    await this.select(data.id, duplicateOf);
  }

  async comment(text: string): Promise<void> {
    const post = { method: 'POST', body: { text }, key: newKey() };
    this.#take(await this.#options.client.call(this.#path('/comments'), post));
  }

  /** `stale` when somebody has said something since; what they said is shown then. */
  async decide(body: { decision: string; note?: string }): Promise<void> {
    const put = { method: 'PUT', body, match: this.#etag };
    try {
      this.#take(await this.#options.client.call(this.#path('/decision'), put));
    } catch (cause) {
      if (toEmbedError(cause).code === 'stale') await this.#loadResult();
      throw cause;
    }
  }

  #path(part: string): string {
    return `/invitations/${this.selected!.id}${part}`;
  }

  #add(row: InvitationRow): void {
    const known = this.invitations.find(({ id }) => id === row.id);
    this.invitations = known
      ? this.invitations.map((other) => (other === known ? row : other))
      : [row, ...this.invitations];
    if (!this.selected || this.selected.id === row.id) this.selected = row;
    if (!known || known.status === row.status) return;
    const { id: invitationId, status: to } = row;
    const at = row.completedAt ?? row.submittedAt ?? row.startedAt ?? new Date().toISOString();
    this.#options.emit('canditech-status-change', { invitationId, from: known.status, to, at });
  }

  #take({ data, etag }: Answer<ResultView>): void {
    if (data.invitationId !== this.selected?.id) return;
    const known = scoreOf(this.result);
    this.result = data;
    this.#etag = etag;
    const score = scoreOf(data);
    if (score && score !== known) this.#options.emit('canditech-result', { result: data });
    this.#options.update();
  }

  async #loadResult(): Promise<void> {
    if (this.selected && this.can('results:read'))
      this.#take(await this.#options.client.call(this.#path('/result')));
  }

  async #loadInvitations(): Promise<void> {
    if (!this.candidateId || this.#options.view === 'picker') return;
    const query = `?limit=100&candidate=${encodeURIComponent(this.candidateId)}`;
    const { data } = await this.#options.client.call<InvitationList>(`/invitations${query}`);
    data.items.reverse().forEach((row) => this.#add(row));
    if (!this.result) this.selected = this.invitations[0];
  }

  async #loadAssessments(): Promise<void> {
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const after: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const path = `/assessments?limit=100${after}`;
      const { data }: Answer<AssessmentList> = await this.#options.client.call(path);
      this.assessments = after ? [...this.assessments, ...data.items] : data.items;
      cursor = data.nextCursor;
      this.isComplete = !cursor;
      this.#options.update();
    }
  }

  async #loadMe(): Promise<void> {
    const { data } = await this.#options.client.call<Me>('/me');
    this.me = data.embed;
    const own = this.me?.candidate?.externalId;
    if (own && own !== (this.candidateId ?? own)) throw new EmbedError('candidate_mismatch');
    if (this.candidateId || !own) return;
    this.candidateId = own;
    await ifAllowed(this.#loadInvitations());
  }

  async #look(change?: InvitationChanged): Promise<void> {
    const { invitationId: id, candidateExternalId } = change ?? {};
    const isKnown = this.invitations.some((row) => row.id === id);
    if (id && !isKnown && (this.#options.view === 'picker' || candidateExternalId !== this.candidateId))
      return;
    if (!id) await this.#loadInvitations();
    const { client } = this.#options;
    const path = id ? `/invitations/${id}` : this.selected && this.#path('');
    if (path) this.#add((await client.call<InvitationView>(path)).data);
    if (!id || id === this.selected?.id) await this.#loadResult();
    this.stale = undefined;
    this.#options.update();
  }
}
