import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { AshbySettings, ConnectionReport } from '../../server/contract/settings.ts';
import { api } from '../members/session.ts';
import { settings } from '../text/members/settings.en.ts';
import { ui } from '../text/ui/en.ts';
import { toApiError, type ApiError } from '../ui/api.ts';
import { icon } from '../ui/icons.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure, skeleton, staleness } from '../ui/parts.ts';
import { Resource } from '../ui/resource.ts';

const t = settings.ashby;
/** While the first call with a key is awaited, the page watches for it. */
const WATCH_MS = 4000;

export class AshbyPage extends PageElement {
  private readonly settings = new Resource<AshbySettings>(
    this,
    async (signal) => (await api<AshbySettings>('GET', '/v1/settings/ashby', { signal })).data,
  );
  @state() private checks: ConnectionReport['checks'] | null = null;
  @state() private checking = false;
  @state() private error: ApiError | null = null;
  private timer?: ReturnType<typeof setInterval>;

  constructor() {
    super();
    this.addEventListener('settings-changed', (event) => {
      const { detail } = event as CustomEvent<AshbySettings | undefined>;
      // What the doctor found is about the state before.
      this.checks = null;
      if (detail) this.settings.set(detail);
      else void this.settings.reload();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.settings.reload();
    this.timer = setInterval(this.watch, WATCH_MS);
    document.addEventListener('visibilitychange', this.watch);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this.watch);
  }

  private readonly watch = (event?: Event): void => {
    const awaited = this.settings.data?.canditechKeys.some(({ lastUsedAt }) => !lastUsedAt);
    if (document.visibilityState === 'visible' && (awaited || event)) void this.settings.reload();
  };

  private readonly check = async (): Promise<void> => {
    if (this.checking) return;
    this.checking = true;
    this.error = null;
    try {
      const { data } = await api<ConnectionReport>('POST', '/v1/settings/ashby/check');
      this.settings.set(data.settings);
      this.checks = data.checks;
    } catch (error) {
      this.error = toApiError(error);
    }
    this.checking = false;
  };

  private doctor(): TemplateResult {
    const { doctor } = t;
    const bad = this.checks?.filter(({ state: found }) => found === 'attention').length ?? 0;
    return html`<section class="stack tight doctor" aria-labelledby="doctor">
      <h2 id="doctor">${doctor.heading}</h2>
      <p class="soft">${doctor.about}</p>
      <div>
        <button type="button" aria-disabled=${this.checking} @click=${this.check}>
          ${this.checking ? ui.working : doctor.run}
        </button>
      </div>
      ${this.error ? failure(this.error) : nothing}
      <div role="status">${this.checks ? html`<p><strong>${doctor.summary(bad)}</strong></p>` : nothing}</div>
      ${
        this.checks
          ? html`<ul class="checks">
              ${this.checks.map(
                ({ name, state: found, message }) =>
                  html`<li class=${found === 'pass' ? 'good' : 'warn'}>
                    ${icon(found === 'pass' ? 'tick' : 'attention')}
                    <div>
                      <p>
                        <strong>${doctor.names[name]}</strong>
                        <span class="small">${doctor.states[found]}</span>
                      </p>
                      <p class="words">${message}</p>
                    </div>
                  </li>`,
              )}
            </ul>`
          : nothing
      }
    </section>`;
  }

  private body(shown: AshbySettings): TemplateResult {
    const { paused } = shown;
    return html`${
        paused && paused.waiting > 0
          ? html`<p class="notice warning">${t.paused(paused.waiting)} ${paused.reason}</p>`
          : nothing
      }
      <ol class="steps">
        <li><ashby-key .settings=${shown}></ashby-key></li>
        <li><canditech-keys .settings=${shown}></canditech-keys></li>
      </ol>
      ${this.doctor()}`;
  }

  protected override render() {
    const { view } = this.settings;
    return html`<div class="stack wide">
      <div class="stack tight">
        <page-heading .text=${t.heading}></page-heading>
        <p>${t.intro}</p>
      </div>
      ${staleness(this.settings)} ${view.state === 'loading' ? skeleton(9) : nothing}
      ${view.state === 'failed' ? failure(view.error, this.settings.reload) : nothing}
      ${view.state === 'ready' ? this.body(view.data) : nothing}
    </div>`;
  }
}
