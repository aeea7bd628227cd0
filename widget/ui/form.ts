import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { ApiError } from './api.ts';
import { draft } from './drafts.ts';
import { ui } from '../text/ui/en.ts';

interface FieldLook {
  /** Unique on the page. */
  id: string;
  label: string;
  hint?: string;
  error?: string | undefined;
}

interface TextField extends FieldLook {
  name: string;
  type?: 'text' | 'email' | 'search';
  value?: string;
  autocomplete?: 'off' | 'email' | 'name';
  /** Text of many lines, with this many to see. */
  rows?: number;
  /** With many lines: what is typed is kept under this key until `dropDraft`. */
  draft?: string;
  readonly?: boolean;
}

interface Choice {
  value: string;
  label: string;
}

const describedBy = ({ id, hint, error }: FieldLook) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;

/** Label, hint and error around a control, tied together for those who hear them. */
const around = ({ id, label, hint, error }: FieldLook, control: TemplateResult): TemplateResult =>
  html`<div class="field">
    <label for=${id}>${label}</label>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${error ? html`<p class="error" id="${id}-error">${error}</p>` : nothing} ${control}
  </div>`;

/** What is typed stays in the control: only a change of `value` sets it anew. */
export function textField(field: TextField): TemplateResult {
  const { id, name, value = '', error, rows, type = 'text', autocomplete = 'off', readonly = false } = field;
  const invalid = error ? 'true' : undefined;
  return around(
    field,
    rows
      ? html`<textarea
          id=${id}
          name=${name}
          rows=${rows}
          dir="auto"
          .value=${value}
          aria-describedby=${ifDefined(describedBy(field))}
          aria-invalid=${ifDefined(invalid)}
          ${draft(field.draft)}
        ></textarea>`
      : html`<input
          id=${id}
          name=${name}
          type=${type}
          dir="auto"
          autocomplete=${autocomplete}
          spellcheck="false"
          ?readonly=${readonly}
          .value=${value}
          aria-describedby=${ifDefined(describedBy(field))}
          aria-invalid=${ifDefined(invalid)}
        />`,
  );
}

export function selectField(
  field: FieldLook & { name: string; value: string; choices: Choice[] },
): TemplateResult {
  const { id, name, value, choices, error } = field;
  return around(
    field,
    html`<select
      id=${id}
      name=${name}
      aria-describedby=${ifDefined(describedBy(field))}
      aria-invalid=${ifDefined(error ? 'true' : undefined)}
    >
      ${choices.map(
        (choice) =>
          html`<option value=${choice.value} .selected=${choice.value === value}>${choice.label}</option>`,
      )}
    </select>`,
  );
}

/** The server's words about one field as a sentence; `path` also stands for its parts (`origins` for `origins.0`). */
export function problemOf(error: ApiError | null, path: string, label: string): string | undefined {
  const found = error?.fields.find((field) => field.path === path || field.path.startsWith(`${path}.`));
  return found && ui.fieldProblem(label, found.message);
}

/** Call after the errors are on the page. */
export function focusFirstError(root: ParentNode): boolean {
  const field = root.querySelector<HTMLElement>('[aria-invalid="true"]');
  field?.focus();
  return field !== null;
}

/** A trimmed value; an empty one is undefined. */
export function valueOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
