import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AshbySettings, CanditechKeyView, NewKey } from '../../server/contract/settings.ts';
import { api } from '../members/session.ts';
import { settings } from '../text/members/settings.en.ts';
import { ui } from '../text/ui/en.ts';
import { toApiError, type ApiError } from '../ui/api.ts';
import { askForm } from '../ui/dialog.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure } from '../ui/parts.ts';
import { ago } from '../ui/time.ts';
import { toast } from '../ui/toast.ts';
import { copyField, newKeyNotice } from './new-key.ts';
import { stepState } from './step-state.ts';

const t = settings.ashby.ours;
const k = settings.key;
const PATH = '/v1/settings/ashby/canditech-keys';

/** Step 2: our key, for them. */
export class CanditechKeys extends PageElement {
  @property({ attribute: false }) settings!: AshbySettings;
  @state() private fresh: NewKey | null = null;
  @state() private busy = false;
  @state() private error: ApiError | null = null;

  /** A key that is in use has been copied. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    const used = this.settings.canditechKeys.find(({ id }) => id === this.fresh?.id)?.lastUsedAt;
    if (changed.has('settings') && used) this.fresh = null;
  }

  private tell(): void {
    this.dispatchEvent(new CustomEvent('settings-changed', { bubbles: true }));
  }

  private readonly make = async (): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      this.fresh = (await api<NewKey>('POST', PATH)).data;
      this.tell();
      await this.updateComplete;
      this.querySelector<HTMLElement>('#new-key')?.focus();
    } catch (error) {
      this.error = toApiError(error);
    }
    this.busy = false;
  };

  private async revoke({ id, lastUsedAt }: CanditechKeyView): Promise<void> {
    const done = await askForm({
      title: t.revokeTitle,
      body: t.revokeBody(lastUsedAt !== undefined),
      action: k.revoke,
      danger: true,
      submit: async () => void (await api('DELETE', `${PATH}/${id}`)),
    });
    if (!done) return;
    if (this.fresh?.id === id) this.fresh = null;
    toast(k.revoked);
    this.tell();
  }

  private list(): TemplateResult | typeof nothing {
    const { canditechKeys } = this.settings;
    if (canditechKeys.length === 0) return nothing;
    return html`<div class="stack tight">
      <h3>${t.keys}</h3>
      <ul class="keys-list">
        ${repeat(
          canditechKeys,
          ({ id }) => id,
          (key) =>
            html`<li class="row spread">
              <div class="small">
                <p class="key">${k.end(key.id)}</p>
                <p class="soft">${k.made} ${ago(key.createdAt)} <bdi>${k.by(key.createdBy)}</bdi></p>
                <p class="soft">${key.lastUsedAt ? html`${k.used} ${ago(key.lastUsedAt)}` : k.unused}</p>
              </div>
              <button
                type="button"
                class="quiet danger"
                aria-label=${k.revokeKey(k.end(key.id))}
                @click=${() => this.revoke(key)}
              >
                ${k.revoke}
              </button>
            </li>`,
        )}
      </ul>
    </div>`;
  }

  protected override render() {
    const { canditechKeys, lastCallAt, callUrl } = this.settings;
    const has = canditechKeys.length > 0;
    const used = canditechKeys.some((key) => key.lastUsedAt);
    const word = used ? t.states.used : has ? t.states.unused : t.states.none;
    const next = used ? t.nextUsed : has ? t.nextUnused : t.nextNone;
    return html`<section class="card stack" aria-labelledby="ours">
      <header class="stack tight">
        <h2 id="ours">${t.heading}</h2>
        <p class="soft">${t.about}</p>
        ${stepState({ word, good: used, waits: !used, next })}
      </header>
      ${this.fresh ? newKeyNotice(this.fresh.key, () => (this.fresh = null)) : nothing}
      ${this.error ? failure(this.error) : nothing}
      <div>
        <button type="button" class=${has ? '' : 'primary'} aria-disabled=${this.busy} @click=${this.make}>
          ${this.busy ? ui.working : has ? t.another : t.make}
        </button>
      </div>
      ${copyField({ id: 'call-url', label: t.url, value: callUrl, action: t.copyUrl })}
      <p class="soft small">${lastCallAt ? html`${t.lastCall} ${ago(lastCallAt)}` : t.never}</p>
      ${this.list()}
    </section>`;
  }
}
