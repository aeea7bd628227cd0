import type { LitElement, ReactiveController } from 'lit';
import { attempt } from '../ui/storage.ts';
import type { GradeForm } from './grade-form.ts';

const OFF = 'canditech-grading-keys-off';
const FIELDS = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]';

/** Grading by single keys, while no field is being typed in. It can be switched off (WCAG 2.1.4). */
export class GradingKeys implements ReactiveController {
  readonly #host: LitElement;
  enabled = attempt(() => localStorage.getItem(OFF), null) === null;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.#onKey);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#onKey);
  }

  enable(enabled: boolean): void {
    this.enabled = enabled;
    attempt(() => (enabled ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1')), undefined);
    this.#host.requestUpdate();
  }

  /** Goes to the next open answer without points, from wherever one is. */
  readonly goToUngraded = (): void => {
    const forms = this.#forms();
    const start = forms.findIndex((form) => this.#isCurrent(form)) + 1;
    const next = [...forms.slice(start), ...forms.slice(0, start)].find(({ item }) => item.points === null);
    if (next) this.#focus(next);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (!this.enabled || modified || event.defaultPrevented) return;
    if (target.closest(FIELDS) || document.querySelector('dialog[open]')) return;
    if (this.#press(event.key.toLowerCase())) event.preventDefault();
  };

  /** true: the key meant something. */
  #press(key: string): boolean {
    const forms = this.#forms();
    const at = forms.findIndex((form) => this.#isCurrent(form));
    const current = forms[at];
    if (key === 'j' || key === 'k') {
      const next = forms[key === 'j' ? at + 1 : Math.max(0, at - 1)];
      if (next) this.#focus(next);
      return forms.length > 0;
    }
    if (!current) return false;
    if (/^\d$/.test(key)) current.type(Number(key));
    else if (key === '.' || key === ',') current.addHalf();
    else if (key === 'n') current.focusNote();
    else return false;
    return true;
  }

  #forms(): GradeForm[] {
    return [...this.#host.querySelectorAll('grade-form')] as GradeForm[];
  }

  #isCurrent(form: GradeForm): boolean {
    return form.closest('article')?.contains(document.activeElement) ?? false;
  }

  #focus(form: GradeForm): void {
    const article = form.closest('article');
    article?.focus({ preventScroll: true });
    article?.scrollIntoView({ block: 'start' });
  }
}
