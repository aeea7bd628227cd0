import { html, nothing, render, type TemplateResult } from 'lit';
import { ui } from '../text/ui/en.ts';
import { toApiError, type ApiError } from './api.ts';
import { focusFirstError } from './form.ts';
import { toast } from './toast.ts';

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

/** The second click of a double one may meet a button that was not there at the first. */
const ignoreSecond = (event: MouseEvent): void => {
  if (event.detail > 1) event.preventDefault();
};

/** Nor does a held key confirm what it has opened. */
const ignoreHeld = (event: KeyboardEvent): void => {
  const writes = event.target instanceof HTMLTextAreaElement;
  if (event.repeat && event.key === 'Enter' && !writes) event.preventDefault();
};

const signInAgain = ({ code }: ApiError): TemplateResult | typeof nothing =>
  code === 'unauthenticated' ? html`<a href="/sign-in" target="_blank">${ui.signInAgain}</a>` : nothing;

interface State {
  busy: boolean;
  error: ApiError | null;
  onSubmit: (event: SubmitEvent) => void;
  close: () => void;
}

function formTemplate(ask: FormDialog, { busy, error, onSubmit, close }: State): TemplateResult {
  const { title, body, fields, refusal, action, danger = false } = ask;
  const general = error && !(fields && error.fields.length > 0) ? error : null;
  return html`<form class="stack" novalidate @submit=${onSubmit} @keydown=${ignoreHeld}>
    <h2 id="dialog-title">${title}</h2>
    ${body ? html`<div class="stack tight">${body}</div>` : nothing} ${fields?.(error) ?? nothing}
    <div role="alert">
      ${
        general
          ? html`<div class="notice danger">
              ${general.message} ${signInAgain(general)} ${refusal?.(general, close) ?? nothing}
            </div>`
          : nothing
      }
    </div>
    <div class="row end">
      <button type="button" @click=${close}>${ask.keep ?? (fields ? ui.cancel : ui.keep)}</button>
      <button class=${danger ? 'danger' : 'primary'} aria-disabled=${busy} @click=${ignoreSecond}>
        ${busy ? ui.working : action}
      </button>
    </div>
  </form>`;
}

/** The page has changed below. */
export function closeDialogs(): void {
  document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
}

/** Asks in a native dialog and does what is asked for; true: done, false: closed without. Focus returns to where it was. */
export function askForm(ask: FormDialog): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  let done = false;
  let working = Promise.resolve();
  const state: State = {
    busy: false,
    error: null,
    onSubmit: (event) => {
      event.preventDefault();
      if (!state.busy) working = submit(event);
    },
    close: () => dialog.close(),
  };
  const draw = (change: Partial<State> = {}) =>
    render(formTemplate(ask, Object.assign(state, change)), dialog);

  async function submit(event: SubmitEvent): Promise<void> {
    const form = new FormData(event.target as HTMLFormElement);
    draw({ busy: true, error: null });
    try {
      await ask.submit(form);
      done = true;
      dialog.close();
    } catch (thrown) {
      const error = toApiError(thrown);
      if (!dialog.open) toast(error.message);
      draw({ busy: false, error });
      focusFirstError(dialog);
    }
  }

  draw();
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>(ask.danger ? 'button' : 'input, select, textarea')?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      // What was under way when somebody lost patience may be done all the same.
      void working.then(() => resolve(done));
    });
  });
}
