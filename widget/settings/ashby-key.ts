import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { AshbySettings, ConnectionReport } from '../../server/contract/settings.ts';
import { api } from '../members/session.ts';
import { settings } from '../text/members/settings.en.ts';
import { ui } from '../text/ui/en.ts';
import { toApiError, type ApiError } from '../ui/api.ts';
import { askForm } from '../ui/dialog.ts';
import { focusFirstError, textField, valueOf } from '../ui/form.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure } from '../ui/parts.ts';
import { ago } from '../ui/time.ts';
import { toast } from '../ui/toast.ts';
import { stepState } from './step-state.ts';

const t = settings.ashby.theirs;
const PATH = '/v1/settings/ashby/ashby-key';

/** Step 1: their key, for us. */
export class AshbyKey extends PageElement {
  @property({ attribute: false }) settings!: AshbySettings;
  @state() private isEmpty = false;
  @state() private busy = false;
  @state() private error: ApiError | null = null;

  private tell(changed?: AshbySettings): void {
    this.dispatchEvent(new CustomEvent('settings-changed', { detail: changed, bubbles: true }));
  }

  private async run(work: () => Promise<AshbySettings>, done: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = null;
    this.isEmpty = false;
    try {
      this.tell(await work());
      toast(done);
    } catch (error) {
      this.error = toApiError(error);
    }
    this.busy = false;
    await this.updateComplete;
    focusFirstError(this);
    return this.error === null;
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const apiKey = valueOf(new FormData(form), 'apiKey');
    if (!apiKey) return this.refuseEmpty();
    const save = async () => (await api<AshbySettings>('PUT', PATH, { body: { apiKey } })).data;
    if (await this.run(save, t.savedToast)) form.reset();
  }

  private async refuseEmpty(): Promise<void> {
    this.error = null;
    this.isEmpty = true;
    await this.updateComplete;
    focusFirstError(this);
  }

  private readonly check = () =>
    this.run(
      async () => (await api<ConnectionReport>('POST', '/v1/settings/ashby/check')).data.settings,
      t.checkedToast,
    );

  private readonly removeKey = async (): Promise<void> => {
    const done = await askForm({
      title: t.removeTitle,
      body: t.removeBody,
      action: t.remove,
      danger: true,
      submit: async () => this.tell((await api<AshbySettings>('DELETE', PATH)).data),
    });
    if (done) toast(t.removedToast);
  };

  private found(): TemplateResult | typeof nothing {
    const key = this.settings.ashbyKey;
    if (!key) return nothing;
    const { check, lastFour, savedAt } = key;
    return html`<div class="stack tight found">
      <p>${check.message}</p>
      ${check.missingScopes ? html`<p class="key small">${t.missing(check.missingScopes)}</p>` : nothing}
      <p class="small">
        <span class="key">${t.lastFour(lastFour)}</span>
        ${check.title ? html`<br /><bdi>${t.named(check.title)}</bdi>` : nothing}
      </p>
      <p class="soft small">${t.saved} ${ago(savedAt)} · ${t.checked} ${ago(check.checkedAt)}</p>
      <div class="row">
        <button type="button" aria-disabled=${this.busy} @click=${this.check}>${t.check}</button>
        <button type="button" class="danger" @click=${this.removeKey}>${t.remove}</button>
      </div>
    </div>`;
  }

  private form(): TemplateResult {
    const problem = this.error?.fields[0]?.message;
    const has = this.settings.ashbyKey !== null;
    return html`<form class="stack tight" novalidate @submit=${this.save}>
      ${textField({
        id: 'ashby-api-key',
        name: 'apiKey',
        label: t.label,
        hint: t.hint,
        error: this.isEmpty ? t.empty : problem && ui.fieldProblem(t.subject, problem),
      })}
      <div>
        <button class=${has ? '' : 'primary'} aria-disabled=${this.busy}>
          ${this.busy ? ui.working : has ? t.replace : t.save}
        </button>
      </div>
    </form>`;
  }

  protected override render() {
    const checked = this.settings.ashbyKey?.check.state ?? 'missing';
    const good = checked === 'accepted';
    const next = checked === 'missing' ? t.nextMissing : good ? t.nextGood : t.nextBad;
    const general = this.error && this.error.fields.length === 0 ? this.error : null;
    return html`<section class="card stack" aria-labelledby="theirs">
      <header class="stack tight">
        <h2 id="theirs">${t.heading}</h2>
        <p class="soft">${t.about}</p>
        ${stepState({ word: t.states[checked], good, waits: checked === 'missing', next })}
      </header>
      ${this.found()} ${general ? failure(general) : nothing} ${this.form()}
    </section>`;
  }
}
