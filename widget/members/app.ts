import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { Me } from '../../server/contract/me.ts';
import { text } from '../text/members/en.ts';
import { icon } from '../ui/icons.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure, skeleton } from '../ui/parts.ts';
import { Resource } from '../ui/resource.ts';
import { toast, toastRegion } from '../ui/toast.ts';
import { toApiError } from '../ui/api.ts';
import { closeDialogs } from '../ui/dialog.ts';
import { openDrafts, wipeDrafts } from '../ui/drafts.ts';
import { keepFocus } from '../ui/keep-focus.ts';
import { focusNextHeading } from './page-heading.ts';
import { navigate, placeNow, startRouter, type Page } from './router.ts';
import { api, can, onTold, tellTabs } from './session.ts';

/** The shell of the members' pages: who is here, where they are, and the page of that place. */
export class MembersApp extends PageElement {
  @state() private place = placeNow();
  private readonly me = new Resource<Me>(this, async (signal) => {
    const { data } = await api<Me>('GET', '/v1/me', { signal });
    openDrafts(data.member?.id ?? '');
    tellTabs(data.member?.id);
    return data;
  });
  private readonly toasts = toastRegion();

  override connectedCallback(): void {
    super.connectedCallback();
    startRouter(() => this.move());
    keepFocus();
    onTold((memberId) => this.changeMember(memberId));
    this.addEventListener('me-changed', () => void this.me.reload());
    if (this.place.page.name === 'home') navigate('/invitations', { replace: true });
    if (this.place.page.name !== 'sign-in') void this.me.reload();
  }

  /** Nothing of the member before stays on the page, dialogs included. */
  private changeMember(memberId: string | null): void {
    if (this.place.page.name === 'sign-in' || memberId === this.me.data?.member?.id) return;
    if (memberId === '') return navigate('/sign-in', { replace: true });
    closeDialogs();
    void this.me.restart();
  }

  private move(): void {
    const before = this.place;
    this.place = placeNow();
    if (this.place.path === before.path) return;
    closeDialogs();
    focusNextHeading();
    if (this.place.page.name === 'home') navigate('/invitations', { replace: true });
    else if (before.page.name === 'sign-in') void this.me.restart();
  }

  private async signOut(): Promise<void> {
    try {
      await api('DELETE', '/v1/session');
      wipeDrafts();
      tellTabs();
      navigate('/sign-in');
    } catch (error) {
      toast(toApiError(error).message);
    }
  }

  private page(page: Page, me: Me): TemplateResult {
    switch (page.name) {
      case 'assessments':
        return html`<assessments-page .query=${this.place.query}></assessments-page>`;
      case 'assessment':
        return html`<assessment-page .me=${me} .assessmentId=${page.id}></assessment-page>`;
      case 'invitations':
        return html`<invitations-page .me=${me} .query=${this.place.query}></invitations-page>`;
      case 'report':
        return html`<report-page .me=${me} .invitationId=${page.id}></report-page>`;
      case 'settings':
        return html`<settings-page .me=${me} .section=${page.section}></settings-page>`;
      default:
        return html`<page-heading .text=${text.unknown.heading}></page-heading>
          <p>${text.unknown.body}</p>
          <p><a href="/invitations">${text.unknown.back}</a></p>`;
    }
  }

  private bar(me: Me): TemplateResult {
    const { name } = this.place.page;
    const link = (href: string, look: 'assessments' | 'candidates' | 'settings', here: boolean) =>
      html`<a href=${href} aria-current=${here ? 'page' : nothing}>${icon(look)}${text.shell[look]}</a>`;
    return html`<header class="bar">
      <p class="workspace" title=${me.workspace.name}><bdi>${me.workspace.name}</bdi></p>
      <nav aria-label=${text.shell.navigation}>
        ${link('/assessments', 'assessments', name === 'assessments' || name === 'assessment')}
        ${link('/invitations', 'candidates', name === 'invitations' || name === 'report')}
        ${can(me, 'settings') ? link('/settings/ashby', 'settings', name === 'settings') : nothing}
      </nav>
      <div class="who">
        <p class="small">
          <bdi>${me.member?.name}</bdi><br /><span class="soft"
            >${me.member && text.roles[me.member.role]}</span
          >
        </p>
        <button type="button" class="quiet" @click=${this.signOut}>${text.shell.signOut}</button>
      </div>
    </header>`;
  }

  private content(): TemplateResult {
    const { view } = this.me;
    if (view.state === 'loading') return html`<main>${skeleton()}</main>`;
    if (view.state === 'failed') return html`<main>${failure(view.error, this.me.reload)}</main>`;
    const { page, path } = this.place;
    return html`<a class="skip" href="#content">${text.shell.skip}</a>
      ${this.bar(view.data)}
      <main id="content" tabindex="-1">
        ${keyed(page.name === 'settings' ? 'settings' : path, this.page(page, view.data))}
      </main>`;
  }

  protected override render() {
    const page =
      this.place.page.name === 'sign-in'
        ? html`<main class="narrow"><sign-in-page></sign-in-page></main>`
        : html`<div class="shell">${this.content()}</div>`;
    return html`${page}${this.toasts}`;
  }
}
