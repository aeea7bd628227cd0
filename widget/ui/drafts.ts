import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import { attempt } from './storage.ts';

const PREFIX = 'canditech-draft/';
const KEPT_MS = 7 * 24 * 3_600_000;
let own = PREFIX;

interface Draft {
  text: string;
  at: number;
}

const keys = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)), []);
const read = (key: string) => attempt(() => JSON.parse(localStorage.getItem(key)!) as Draft | null, null);

function write(key: string, text: string): void {
  const kept: Draft = { text, at: Date.now() };
  attempt(
    () => (text ? localStorage.setItem(key, JSON.stringify(kept)) : localStorage.removeItem(key)),
    null,
  );
}

/** Drafts are for this member alone from now on. The mailed link may open another tab, so all tabs share them. */
export function openDrafts(memberId: string): void {
  own = `${PREFIX}${memberId}/`;
  const isOld = (key: string) => Date.now() - (read(key)?.at ?? 0) > KEPT_MS;
  keys()
    .filter(isOld)
    .forEach((key) => localStorage.removeItem(key));
}

export const draftOf = (key: string): string | undefined => read(own + key)?.text;
export const keepDraft = (key: string, text: string): void => write(own + key, text);

/** Forgets a draft; with `stored` only one that the server has by now, as more may have been typed meanwhile. */
export function dropDraft(key: string, stored?: (string | undefined)[]): void {
  const kept = draftOf(key)?.trim();
  if (!stored || stored.includes(kept)) write(own + key, '');
}

/** After a sign-out nothing typed stays in this browser. */
export const wipeDrafts = (): void => keys().forEach((key) => localStorage.removeItem(key));

class DraftDirective extends Directive {
  #key: string | undefined;

  render(_key: string | undefined): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [key]: [string | undefined]): typeof noChange {
    if (key === undefined || key === this.#key) return noChange;
    this.#key = key;
    const field = element as HTMLTextAreaElement;
    const ownKey = own + key;
    const kept = read(ownKey);
    if (kept) field.value = kept.text;
    field.addEventListener('input', () => write(ownKey, field.value));
    return noChange;
  }
}

/** On a text field, after its value: what is typed outlives a reload and the end of the session. */
export const draft = directive(DraftDirective);
