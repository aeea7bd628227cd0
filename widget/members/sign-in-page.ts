import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { text } from '../text/members/en.ts';
import { ui } from '../text/ui/en.ts';
import { call, toApiError, type ApiError } from '../ui/api.ts';
import { focusFirstError, problemOf, textField, valueOf } from '../ui/form.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure } from '../ui/parts.ts';
import { focusNextHeading } from './page-heading.ts';
import { navigate } from './router.ts';
import { onTold, takeWanted } from './session.ts';

type View = { step: 'ask' } | { step: 'sent'; email: string } | { step: 'link' } | { step: 'invalid' };

/** A link is shown what it does and used by a click only: mail scanners follow links, they do not click buttons. */
export class SignInPage extends PageElement {
  @state() private view: View = { step: 'ask' };
  @state() private busy = false;
  @state() private error: ApiError | null = null;
  private token = '';
  private stopWaiting?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.takeToken();
    addEventListener('hashchange', this.takeToken);
    // Whoever holds a link here means to use it.
    this.stopWaiting = onTold((memberId) => memberId && this.view.step !== 'link' && this.goOn());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.takeToken);
    this.stopWaiting?.();
  }

  private goOn(): void {
    navigate(takeWanted(), { replace: true });
  }

  /** The secret leaves the address bar and the history before anything else happens. */
  private readonly takeToken = (): void => {
    const token = location.hash.slice(1);
    if (!token) return;
    history.replaceState(null, '', location.pathname);
    this.token = token;
    this.error = null;
    this.view = { step: 'link' };
  };

  private show(view: View): void {
    focusNextHeading();
    this.error = null;
    this.view = view;
  }

  private async run(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await work();
    } catch (error) {
      this.error = toApiError(error);
    }
    this.busy = false;
    await this.updateComplete;
    focusFirstError(this);
  }

  private ask(event: SubmitEvent): void {
    event.preventDefault();
    const email = valueOf(new FormData(event.target as HTMLFormElement), 'email') ?? '';
    void this.run(async () => {
      await call('POST', '/v1/sign-in', { body: { email } });
      this.show({ step: 'sent', email });
    });
  }

  private readonly exchange = (): void => {
    void this.run(async () => {
      try {
        await call('POST', '/v1/sign-in/exchange', { body: { token: this.token } });
      } catch (error) {
        if (toApiError(error).code !== 'link_invalid') throw error;
        return this.show({ step: 'invalid' });
      }
      this.goOn();
    });
  };

  private problem(): TemplateResult {
    const general = this.error && this.error.fields.length === 0 ? this.error : null;
    return html`<div>${general ? failure(general) : nothing}</div>`;
  }

  private askForm(): TemplateResult {
    const { signIn } = text;
    return html`<page-heading .text=${signIn.heading}></page-heading>
      <p>${signIn.intro}</p>
      <form class="stack" novalidate @submit=${this.ask}>
        ${textField({
          id: 'email',
          name: 'email',
          type: 'email',
          label: signIn.email,
          autocomplete: 'email',
          error: problemOf(this.error, 'email', signIn.email),
        })}
        ${this.problem()}
        <div>
          <button class="primary" aria-disabled=${this.busy}>${this.busy ? ui.working : signIn.ask}</button>
        </div>
      </form>`;
  }

  private body(): TemplateResult {
    const { signIn } = text;
    switch (this.view.step) {
      case 'ask':
        return this.askForm();
      case 'sent':
        return html`<page-heading .text=${signIn.sent}></page-heading>
          <div role="status" class="stack tight">
            <p>${signIn.sentBody(this.view.email)}</p>
            <p class="soft">${signIn.sentHint}</p>
          </div>
          <div>
            <button type="button" @click=${() => this.show({ step: 'ask' })}>${signIn.other}</button>
          </div>`;
      case 'link':
        return html`<page-heading .text=${signIn.linkHeading}></page-heading>
          <p>${signIn.linkBody}</p>
          ${this.problem()}
          <div>
            <button type="button" class="primary" aria-disabled=${this.busy} @click=${this.exchange}>
              ${this.busy ? ui.working : signIn.confirm}
            </button>
          </div>`;
      case 'invalid':
        return html`<page-heading .text=${signIn.invalid}></page-heading>
          <p>${signIn.invalidBody}</p>
          <div>
            <button type="button" class="primary" @click=${() => this.show({ step: 'ask' })}>
              ${signIn.newLink}
            </button>
          </div>`;
    }
  }

  protected override render() {
    return html`<div class="card stack">
      <p class="product">${text.product}</p>
      ${this.body()}
    </div>`;
  }
}
