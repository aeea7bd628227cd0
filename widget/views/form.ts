import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { EmbedError } from '../embed/error.ts';
import type { Panel } from './panel.ts';

type Values = Record<string, string>;

/**
 * A form whose fields keep what is typed until the server has it. They have defaults, not values: what others change
 * meanwhile shows in a field unless somebody has typed there.
 */
export class Form {
  #panel: Panel;
  #work: (values: Values) => Promise<void>;
  #error: EmbedError | undefined;
  #isBusy = false;

  constructor(panel: Panel, work: (values: Values) => Promise<void>) {
    this.#panel = panel;
    this.#work = work;
  }

  #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.#isBusy) return;
    const form = event.target as HTMLFormElement;
    this.#isBusy = true;
    this.#error = undefined;
    this.#panel.update();
    try {
      await this.#work(Object.fromEntries(new FormData(form)) as Values);
      form.reset();
    } catch (cause) {
      this.#error = this.#panel.explain(cause);
      this.#panel.focus(`#${form.id} [aria-invalid=true]`, `#${form.id} button`);
    }
    this.#isBusy = false;
    this.#panel.update();
  };

  #problem(name: string): string | undefined {
    return this.#error?.fields?.find(({ path }) => path.split('.').at(-1) === name)?.message;
  }

  field(name: string, label: string, value: string, type?: string): TemplateResult {
    const problem = this.#problem(name);
    const invalid = Boolean(problem);
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
              required
              autocomplete="off"
              aria-invalid=${invalid}
              aria-describedby=${`${name}-problem`}
            />`
          : html`<textarea
              part="input"
              id=${name}
              name=${name}
              rows="2"
              .defaultValue=${value}
              aria-invalid=${invalid}
              aria-describedby=${`${name}-problem`}
            ></textarea>`
      }
      <p part="alert" id=${`${name}-problem`}>${problem && `${label} ${problem}.`}</p>
    </div>`;
  }

  /** The error stands above the button unless it is about one of `fields`. */
  render(id: string, content: TemplateResult, button: string, fields: string[]): TemplateResult {
    const isShown = this.#error && !fields.some((name) => this.#problem(name));
    return html`<form
      id=${id}
      part=${id === 'invite' ? 'invite-form' : 'form'}
      novalidate
      @submit=${this.#submit}
    >
      ${content} ${isShown ? html`<p part="alert" role="alert">${this.#error!.message}</p>` : nothing}
      <button
        part=${id === 'invite' ? 'button button-primary' : 'button'}
        type="submit"
        aria-disabled=${this.#isBusy}
      >
        ${button}
      </button>
    </form>`;
  }
}
