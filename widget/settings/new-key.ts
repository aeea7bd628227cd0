import { html, nothing, type TemplateResult } from 'lit';
import { settings } from '../text/members/settings.en.ts';
import { copy } from '../ui/copy.ts';
import { icon } from '../ui/icons.ts';

const t = settings.key;

interface CopyField {
  id: string;
  label: string;
  value: string;
  action: string;
}

/** A value to be pasted elsewhere, with the button that takes it along. */
export const copyField = ({ id, label, value, action }: CopyField): TemplateResult =>
  html`<div class="field">
    <label for=${id}>${label}</label>
    <div class="copy">
      <input
        id=${id}
        class="key"
        readonly
        .value=${value}
        @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
      />
      <button type="button" @click=${() => copy(value)}>${icon('copy')}${action}</button>
    </div>
  </div>`;

/** A fresh key, this once: what leaves the page is gone. */
export const newKeyNotice = (key: string, done: () => void, about = ''): TemplateResult =>
  html`<div class="notice success stack tight">
    ${copyField({ id: 'new-key', label: t.label, value: key, action: t.copy })}
    <p>${t.once}</p>
    ${about ? html`<p>${about}</p>` : nothing}
    <div><button type="button" @click=${done}>${t.done}</button></div>
  </div>`;
