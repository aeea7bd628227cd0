import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Me } from '../../server/contract/me.ts';
import type { MemberList, MemberView, Role } from '../../server/contract/member.ts';
import { api } from '../members/session.ts';
import { text } from '../text/members/en.ts';
import { settings } from '../text/members/settings.en.ts';
import { toApiError, type ApiError } from '../ui/api.ts';
import { askForm } from '../ui/dialog.ts';
import { problemOf, selectField, textField, valueOf } from '../ui/form.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure, skeleton, staleness } from '../ui/parts.ts';
import { Resource } from '../ui/resource.ts';
import { ago } from '../ui/time.ts';
import { toast } from '../ui/toast.ts';

const t = settings.members;
const PATH = '/v1/members';
const ROLES: Role[] = ['admin', 'recruiter', 'reviewer'];

const roleField = (value: Role): TemplateResult =>
  selectField({
    id: 'member-role',
    name: 'role',
    label: t.role,
    value,
    choices: ROLES.map((role) => ({ value: role, label: t.roles[role] })),
  });

const inviteFields = (error: ApiError | null): TemplateResult =>
  html`${textField({
    id: 'member-email',
    name: 'email',
    type: 'email',
    label: t.email,
    error: problemOf(error, 'email', t.email),
  })}
  ${textField({
    id: 'member-name',
    name: 'name',
    label: t.name,
    error: problemOf(error, 'name', t.nameSubject),
  })}
  ${roleField('reviewer')}`;

export class MembersPage extends PageElement {
  @property({ attribute: false }) me!: Me;
  private readonly members = new Resource<MemberView[]>(
    this,
    async (signal) => (await api<MemberList>('GET', PATH, { signal })).data.items,
  );

  /** They need no other one for now. */
  private readonly linked = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.members.reload();
  }

  /** A change of oneself changes what one may do and see. */
  private async refresh({ id }: { id: string }, message: string): Promise<void> {
    toast(message);
    if (id === this.me.member?.id) this.dispatchEvent(new Event('me-changed', { bubbles: true }));
    await this.members.reload();
  }

  private readonly invite = async (): Promise<void> => {
    let made: MemberView | undefined;
    await askForm({
      title: t.invite,
      body: t.inviteBody,
      fields: inviteFields,
      action: t.action,
      submit: async (form) => {
        const name = valueOf(form, 'name');
        const body = {
          email: valueOf(form, 'email') ?? '',
          ...(name && { name }),
          role: valueOf(form, 'role'),
        };
        made = (await api<MemberView>('POST', PATH, { body, once: true })).data;
      },
    });
    if (made) await this.refresh(made, t.invited(made.name));
  };

  private async changeRole(member: MemberView): Promise<void> {
    const done = await askForm({
      title: t.changeTitle(member.name),
      fields: () => roleField(member.role),
      action: t.change,
      submit: async (form) =>
        void (await api('PATCH', `${PATH}/${member.id}`, { body: { role: valueOf(form, 'role') } })),
    });
    if (done) await this.refresh(member, t.changed);
  }

  private async removeMember(member: MemberView): Promise<void> {
    const done = await askForm({
      title: t.removeTitle(member.name),
      body: member.id === this.me.member?.id ? t.removeSelfBody : t.removeBody,
      action: t.remove,
      danger: true,
      submit: async () => void (await api('DELETE', `${PATH}/${member.id}`)),
    });
    if (done) await this.refresh(member, t.removed(member.name));
  }

  private async sendLink({ id, email }: MemberView): Promise<void> {
    if (this.linked.has(id)) return;
    this.linked.add(id);
    try {
      await api('POST', '/v1/sign-in', { body: { email } });
      toast(t.linkSent(email));
    } catch (error) {
      this.linked.delete(id);
      toast(toApiError(error).message);
    }
    this.requestUpdate();
  }

  private row(member: MemberView): TemplateResult {
    const { id, name, email, role, lastSeenAt } = member;
    const seen = lastSeenAt ? ago(lastSeenAt) : t.neverSeen;
    const linked = this.linked.has(id);
    return html`<tr>
      <td class="main">
        <strong><bdi>${name}</bdi></strong>
        ${id === this.me.member?.id ? html`<span class="soft">(${t.you})</span>` : nothing}
        <p class="soft small">${email}</p>
        <p class="small phone">${text.roles[role]} · <span class="soft">${seen}</span></p>
      </td>
      <td class="desk">${text.roles[role]}</td>
      <td class="desk">${seen}</td>
      <td>
        <div class="row end">
          ${
            lastSeenAt
              ? nothing
              : html`<button
                  type="button"
                  class="quiet"
                  aria-label=${linked ? t.sentLinkTo(name) : t.sendLinkTo(name)}
                  aria-disabled=${linked}
                  @click=${() => this.sendLink(member)}
                >
                  ${linked ? t.sentLink : t.sendLink}
                </button>`
          }
          <button
            type="button"
            class="quiet"
            aria-label=${t.changeOf(name)}
            @click=${() => this.changeRole(member)}
          >
            ${t.change}
          </button>
          <button
            type="button"
            class="quiet danger"
            aria-label=${t.removeOf(name)}
            @click=${() => this.removeMember(member)}
          >
            ${t.remove}
          </button>
        </div>
      </td>
    </tr>`;
  }

  private list(members: MemberView[]): TemplateResult {
    const { columns } = t;
    return html`<table class="list">
      <thead>
        <tr>
          <th scope="col">${columns.name}</th>
          <th scope="col" class="desk">${columns.role}</th>
          <th scope="col" class="desk">${columns.seen}</th>
          <th scope="col" class="number">${columns.actions}</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          members,
          ({ id }) => id,
          (member) => this.row(member),
        )}
      </tbody>
    </table>`;
  }

  protected override render() {
    const { view } = this.members;
    return html`<div class="stack wide">
      <div class="stack tight">
        <div class="row spread head">
          <page-heading .text=${t.heading}></page-heading>
          <button type="button" class="primary" @click=${this.invite}>${t.invite}</button>
        </div>
        <p>${t.intro}</p>
      </div>
      ${staleness(this.members)} ${view.state === 'loading' ? skeleton() : nothing}
      ${view.state === 'failed' ? failure(view.error, this.members.reload) : nothing}
      ${view.state === 'ready' ? this.list(view.data) : nothing}
    </div>`;
  }
}
