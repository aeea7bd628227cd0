import { Attributes } from './attributes.ts';

/** The element as a field of a form: with `action="select"` its value is the id of the chosen assessment. */
export abstract class FormField extends Attributes {
  static readonly formAssociated = true;

  protected internals = this.attachInternals();
  #isOff = false;
  #value: string | undefined;
  #custom = '';

  /** Id of the chosen assessment. */
  get value(): string {
    return this.#value ?? this.getAttribute('value') ?? '';
  }
  set value(value: string) {
    this.#value = value;
    this.check();
    this.changed();
  }

  /** How it is called: by `label`, `aria-labelledby`, `aria-label` or a `<label>`. */
  get labelText(): string {
    const ids = this.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
    const root = this.getRootNode() as Document;
    const textOf = (nodes: Iterable<Node | null>) =>
      [...nodes].map((node) => node?.textContent ?? '').join(' ');
    return (
      this.label ||
      textOf(ids.map((id) => root.getElementById?.(id) ?? null)) ||
      this.getAttribute('aria-label') ||
      textOf(this.internals.labels)
    );
  }
  /** The form that it belongs to. */
  get form(): HTMLFormElement | null {
    return this.internals.form;
  }
  /** As other fields have it. */
  get validity(): ValidityState {
    return this.internals.validity;
  }
  /** As other fields have it. */
  get validationMessage(): string {
    return this.internals.validationMessage;
  }
  /** As other fields have it. */
  get willValidate(): boolean {
    return this.internals.willValidate;
  }
  /** By itself, or by a `fieldset` around it. */
  get isDisabled(): boolean {
    return this.disabled || this.#isOff;
  }

  /** As other fields do. */
  checkValidity(): boolean {
    return this.internals.checkValidity();
  }
  /** As other fields do. */
  reportValidity(): boolean {
    return this.internals.reportValidity();
  }
  /** Makes the field invalid; an empty message takes that back. */
  setCustomValidity(message: string): void {
    this.#custom = message;
    this.check();
  }

  formDisabledCallback(isOff: boolean): void {
    this.#isOff = isOff;
    this.changed();
  }
  formResetCallback(): void {
    this.#value = undefined;
    this.check();
    this.changed();
  }
  formStateRestoreCallback(value: string): void {
    this.value = value;
  }

  /** Tells the form at once what it is worth by now. */
  protected abstract check(): void;

  /** `message`: what is said at `anchor` when a choice is missing. */
  protected validate(anchor: HTMLElement | null, message: string, choice: unknown): void {
    const { required, action, value } = this;
    const isMissing = required && action === 'select' && !choice;
    const problem = this.#custom || (isMissing ? message : '');
    const flags = { valueMissing: isMissing, customError: Boolean(this.#custom) };
    this.internals.setFormValue(value || null);
    this.internals.setValidity(problem ? flags : {}, problem, (problem && anchor) || undefined);
  }
}
