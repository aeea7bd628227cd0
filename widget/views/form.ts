import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { EmbedError } from '../embed/error.ts';
import type { Panel } from './panel.ts';

/** A form, whose fields keep what is typed until the server has it. */
export interface Form {
  isBusy(): boolean;
  /** Of several lines unless it has a type. */
  field(name: string, label: string, value?: string, type?: string): TemplateResult;
  /** The error stands above the button unless it is about one of the fields; `more`: further buttons. */
  render(id: string, content: unknown, button: string, more?: TemplateResult): TemplateResult;
}

const valuesOf = (form: HTMLFormElement) => Object.fromEntries(new FormData(form)) as Record<string, string>;

/**
 * `work` answers false for what is to stay as it is typed. Fields have defaults, not values: what others change meanwhile
 * shows in a field unless somebody has typed there.
 */
export function createForm(panel: Panel, work: (values: Record<string, string>) => Promise<unknown>): Form {
  let error: EmbedError | undefined;
  let isBusy = false;
  const names = new Set<string>();

  /** From the click: in a sandbox without `allow-forms` no form is ever submitted. */
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    const form = (event.target as Element).closest('form')!;
    const values = valuesOf(form);
    isBusy = true;
    error = undefined;
    panel.update();
    try {
      const isDone = (await work(values)) !== false;
      // What is typed meanwhile is about something else.
      if (isDone && JSON.stringify(valuesOf(form)) === JSON.stringify(values)) form.reset();
    } catch (cause) {
      error = panel.explain(cause);
      if (form.isConnected) panel.focus(`#${form.id} [aria-invalid=true]`, `#${form.id} button`);
    }
    isBusy = false;
    panel.update();
  }

  function forget(): void {
    error = undefined;
  }

  // A comment that is changed needs another id than the new one; for the API both are a text.
  const problemOf = (name: string) =>
    error?.fields?.find(({ path }) => path.split('.').at(-1) === (name === 'edit' ? 'text' : name))?.message;

  return {
    isBusy: () => isBusy,
    field(name, label, value = '', type) {
      names.add(name);
      const problem = problemOf(name);
      const invalid = Boolean(problem);
      const id = `${name}-problem`;
      return html`<div part="field">
        <label for=${name}>${label}</label>
        ${
          type
            ? html`<input
                part="input"
                id=${name}
                name=${name}
                type=${type}
                value=${value}
                autocomplete="off"
                ?required=${type !== 'date'}
                dir="auto"
                aria-invalid=${invalid}
                aria-describedby=${id}
              />`
            : html`<textarea
                part="input"
                id=${name}
                name=${name}
                dir="auto"
                .defaultValue=${value}
                aria-invalid=${invalid}
                aria-describedby=${id}
              ></textarea>`
        }
        <p part="alert" id=${id}>${problem && panel.text.wrong(label, problem)}</p>
      </div>`;
    },
    render: (id, content, button, more) =>
      html`<form
        id=${id}
        part=${id === 'invite' ? 'invite-form' : 'form'}
        novalidate
        @submit=${submit}
        @reset=${forget}
      >
        ${content}
        ${error && ![...names].some(problemOf) ? html`<p part="alert" role="alert">${error.message}</p>` : nothing}
        <div class="row start">
          <button
            part=${id === 'invite' ? 'button button-primary' : 'button'}
            type="submit"
            @click=${submit}
            aria-disabled=${isBusy}
          >
            ${button}
          </button>
          ${more}
        </div>
      </form>`,
  };
}
