import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { InvitationRow } from '../../server/contract/invitation.ts';
import type { Me } from '../../server/contract/me.ts';
import type { InvitationStatus } from '../../server/contract/result.ts';
import { text } from '../text/members/en.ts';
import { ui } from '../text/ui/en.ts';
import { selectField, textField } from '../ui/form.ts';
import { PageElement } from '../ui/page-element.ts';
import { percentText, statusBadge } from '../ui/parts.ts';
import { Resource } from '../ui/resource.ts';
import { ago, momentTime } from '../ui/time.ts';
import { inviteCandidate, listPublished } from './invite.ts';
import { clearFilters, filterForm, listView } from './list-parts.ts';
import { listen } from './live.ts';
import { PagedList } from './paged-list.ts';
import { can } from './session.ts';

const t = text.candidates;
const REFRESH_MS = 300;
const STATUSES: InvitationStatus[] = ['invited', 'started', 'submitted', 'completed', 'expired', 'cancelled'];
const statusName = (status: InvitationStatus) => ui.statuses[status === 'submitted' ? 'review' : status];

function problems({ status, mail, ashby }: InvitationRow): string[] {
  const open = status === 'invited' || status === 'started';
  const found: string[] = [];
  if (open && mail.problem) {
    const next = mail.nextTryAt && momentTime(mail.nextTryAt);
    found.push(mail.state === 'failed' ? t.mailFailed(mail.problem) : t.mailWaiting(mail.problem, next));
  }
  if (ashby.problem && ashby.state in t.ashby)
    found.push(t.ashby[ashby.state as keyof typeof t.ashby](ashby.problem));
  return found;
}

function lastStep(invitation: InvitationRow): TemplateResult {
  const { status, createdAt, expiresAt, startedAt, submittedAt, completedAt } = invitation;
  const { steps } = t;
  if (status === 'cancelled') return html`${ui.statuses.cancelled}`;
  if (status === 'expired') return html`${ui.statuses.expired} ${ago(expiresAt)}`;
  if (completedAt) return html`${steps.completed} ${ago(completedAt)}`;
  if (submittedAt) return html`${steps.submitted} ${ago(submittedAt)}`;
  return startedAt ? html`${steps.started} ${ago(startedAt)}` : html`${steps.invited} ${ago(createdAt)}`;
}

function score({ percent, provisional }: InvitationRow): TemplateResult {
  if (percent === undefined)
    return html`<span aria-hidden="true">–</span><span class="visually-hidden">${t.noScore}</span>`;
  return html`${percentText(percent)}
  ${provisional ? html`<br /><span class="soft small">${t.provisional}</span>` : nothing}`;
}

const row = (invitation: InvitationRow): TemplateResult => {
  const { id, candidate, assessment, status } = invitation;
  return html`<tr>
    <td class="main">
      <a class="row-link" href="/reports/${id}"><bdi>${candidate.name}</bdi></a>
      <p class="soft small cut" title=${candidate.email}>${candidate.email}</p>
      <p class="small phone"><bdi>${assessment.name}</bdi></p>
      <p class="phone">${statusBadge(status)}</p>
      ${problems(invitation).map((problem) => html`<p class="small bad">${problem}</p>`)}
    </td>
    <td class="desk"><bdi>${assessment.name}</bdi></td>
    <td class="desk">${statusBadge(status)}</td>
    <td class="number">${score(invitation)}</td>
    <td class="desk when">${lastStep(invitation)}</td>
  </tr>`;
};

const table = (items: InvitationRow[]): TemplateResult =>
  html`<table class="list">
    <thead>
      <tr>
        <th scope="col">${t.candidate}</th>
        <th scope="col" class="desk">${t.assessment}</th>
        <th scope="col" class="desk">${t.status}</th>
        <th scope="col" class="number">${t.score}</th>
        <th scope="col" class="desk">${t.when}</th>
      </tr>
    </thead>
    <tbody>
      ${repeat(items, ({ id }) => id, row)}
    </tbody>
  </table>`;

export class InvitationsPage extends PageElement {
  @property({ attribute: false }) me!: Me;
  @property({ attribute: false }) query = new URLSearchParams();
  private readonly list = new PagedList<InvitationRow>(this, '/v1/invitations', () => this.filters);
  private readonly assessments = new Resource(this, listPublished);
  private stopListening?: () => void;
  private soon?: ReturnType<typeof setTimeout> | undefined;

  private get filters() {
    const value = (name: string) => this.query.get(name) ?? '';
    return { q: value('q'), status: value('status'), assessment: value('assessment') };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.assessments.reload();
    // Many changes may come at once; one refresh shows them all.
    this.stopListening = listen(() => {
      this.soon ??= setTimeout(() => {
        this.soon = undefined;
        void this.list.resource.reload();
      }, REFRESH_MS);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening?.();
    clearTimeout(this.soon);
    this.soon = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query')) void this.list.restart();
  }

  private inviteButton(): TemplateResult | typeof nothing {
    const choosable = this.assessments.data;
    if (!can(this.me, 'invitations:write') || !choosable) return nothing;
    if (choosable.length === 0) return html`<p class="soft">${text.invite.nothingPublished}</p>`;
    return html`<button type="button" class="primary" @click=${() => inviteCandidate({ choosable })}>
      ${text.invite.title}
    </button>`;
  }

  private filterFields(): TemplateResult {
    const { q, status, assessment } = this.filters;
    const known = (this.assessments.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
    const other = assessment && !known.some(({ value }) => value === assessment);
    const assessments = [
      { value: '', label: t.anyAssessment },
      ...known,
      ...(other ? [{ value: assessment, label: t.chosenAssessment }] : []),
    ];
    const statuses = [
      { value: '', label: text.list.any },
      ...STATUSES.map((value) => ({ value, label: statusName(value) })),
    ];
    return html`${textField({
      id: 'q',
      name: 'q',
      type: 'search',
      label: t.search,
      value: q,
    })}
    ${selectField({ id: 'status', name: 'status', label: t.status, value: status, choices: statuses })}
    ${selectField({
      id: 'assessment',
      name: 'assessment',
      label: t.assessment,
      value: assessment,
      choices: assessments,
    })}`;
  }

  protected override render() {
    const filtered = Object.values(this.filters).some(Boolean);
    const empty = () =>
      filtered
        ? clearFilters()
        : html`<div class="empty stack tight">
            <p>${t.empty}</p>
            <div>${this.inviteButton()}</div>
          </div>`;
    const bare = this.list.resource.data?.items.length === 0 && !filtered;
    return html`<div class="stack wide">
      <div class="row spread">
        <page-heading .text=${t.heading}></page-heading>
        ${bare ? nothing : this.inviteButton()}
      </div>
      ${bare ? nothing : filterForm(this.filterFields())} ${listView(this.list, { table, empty })}
    </div>`;
  }
}
