import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Me } from '../../server/contract/me.ts';
import { can } from '../members/session.ts';
import { settings as t } from '../text/members/settings.en.ts';
import { PageElement } from '../ui/page-element.ts';

type Section = 'ashby' | 'embedding' | 'members';

export class SettingsPage extends PageElement {
  @property({ attribute: false }) me!: Me;
  @property({ attribute: false }) section: Section = 'ashby';

  private content(): TemplateResult {
    switch (this.section) {
      case 'ashby':
        return html`<ashby-page></ashby-page>`;
      case 'embedding':
        return html`<embedding-page></embedding-page>`;
      case 'members':
        return html`<members-page .me=${this.me}></members-page>`;
    }
  }

  protected override render() {
    if (!can(this.me, 'settings'))
      return html`<div class="stack tight">
        <page-heading .text=${t.navigation}></page-heading>
        <p>${t.adminsOnly}</p>
        <p><a href="/invitations">${t.back}</a></p>
      </div>`;
    return html`<nav class="tabs" aria-label=${t.navigation}>
        ${(Object.keys(t.tabs) as Section[]).map(
          (section) =>
            html`<a href="/settings/${section}" aria-current=${section === this.section ? 'page' : nothing}
              >${t.tabs[section]}</a
            >`,
        )}
      </nav>
      ${this.content()}`;
  }
}
