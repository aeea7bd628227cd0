import { html, nothing, render, type TemplateResult } from 'lit';
import { ui } from '../text/ui/en.ts';
import { toApiError, type ApiError } from './api.ts';
import { focusFirstError } from './form.ts';

interface FormDialog {
  title: string;
  /** What happens, or what is lost. */
  body?: string | TemplateResult;
  /** The fields, with what the server said about them. */
  fields?: (error: ApiError | null) => TemplateResult;
  /** More to say about a refusal that is not about a field, such as a way out. */
  refusal?: (error: ApiError, close: () => void) => TemplateResult | typeof nothing;
  /** The button that closes without doing it. */
  keep?: string;
  action: string;
  danger?: boolean;
  /** Does it; when it throws, the dialog stays open with what was typed and says why. */
  submit: (form: FormData) => Promise<void>;
}

interface State {
  busy: boolean;
  error: ApiError | null;
  onSubmit: (event: SubmitEvent) => void;
  close: () => void;
}

function formTemplate(ask: FormDialog, { busy, error, onSubmit, close }: State): TemplateResult {
  const { title, body, fields, refusal, action, danger = false } = ask;
  const general = error && !(fields && error.fields.length > 0) ? error : null;
  return html`<form class="stack" novalidate @submit=${onSubmit}>
    <h2 id="dialog-title">${title}</h2>
    ${body ? html`<div class="stack tight">${body}</div>` : nothing} ${fields?.(error) ?? nothing}
    <div role="alert">
      ${
        general
          ? html`<div class="notice danger">${general.message} ${refusal?.(general, close) ?? nothing}</div>`
          : nothing
      }
    </div>
    <div class="row end">
      <button type="button" @click=${close}>${ask.keep ?? (fields ? ui.cancel : ui.keep)}</button>
      <button class=${danger ? 'danger' : 'primary'} aria-disabled=${busy}>
        ${busy ? ui.working : action}
      </button>
    </div>
  </form>`;
}

/** Asks in a native dialog and does what is asked for; true: done, false: closed without. Focus returns to where it was. */
export function askForm(ask: FormDialog): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  let done = false;
  const state: State = {
    busy: false,
    error: null,
    onSubmit: (event) => void submit(event),
    close: () => dialog.close(),
  };
  const draw = (change: Partial<State> = {}) =>
    render(formTemplate(ask, Object.assign(state, change)), dialog);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (state.busy) return;
    const form = new FormData(event.target as HTMLFormElement);
    draw({ busy: true, error: null });
    try {
      await ask.submit(form);
      done = true;
      dialog.close();
    } catch (thrown) {
      draw({ busy: false, error: toApiError(thrown) });
      focusFirstError(dialog);
    }
  }

  draw();
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('input, select, textarea')?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(done);
    });
  });
}
