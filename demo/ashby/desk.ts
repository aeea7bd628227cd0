import type { Response } from 'express';
import { html, toPage, type Html } from '../html.ts';
import type { Kept } from '../state.ts';
import { callCanditech, type AssessmentType, type CanditechAnswer } from './client.ts';
import type { AshbyState } from './state.ts';

export interface Notice {
  good: boolean;
  text: string;
}
export const toNotice = (notice: Notice | undefined): Html =>
  notice ? html`<p role="status" class="${notice.good ? 'good' : 'bad'}">${notice.text}</p>` : html``;

export type Form = Record<string, string | string[] | undefined>;
export const text = (form: unknown, name: string): string => String((form as Form)[name] ?? '').trim();

interface Page {
  title: string;
  path: string;
  live?: boolean;
  main: Html;
}

/** What every page of the make-believe Ashby needs. */
export interface Desk {
  state: Kept<AshbyState>;
  show(res: Response, page: Page): void;
  call<T>(command: string, body: object): Promise<CanditechAnswer<T>>;
  /** What fills the drop-down: asked for anew each time a person opens it. */
  listTypes(): Promise<{ types: AssessmentType[]; notice?: Notice }>;
}

export function createDesk(
  state: Kept<AshbyState>,
  { canditechUrl, nav }: { canditechUrl: string; nav: { href: string; label: string }[] },
): Desk {
  const call = <T>(command: string, body: object) =>
    callCanditech<T>(state, { baseUrl: canditechUrl, command, body });
  return {
    state,
    show: (res, page) => void res.send(toPage({ brand: 'Ashby (make-believe)', nav, ...page })),
    call,
    async listTypes() {
      const bad = (said: string) => ({ types: [], notice: { good: false, text: said } });
      if (!state.value.canditechKey) return bad('Paste the Canditech API key under Settings first.');
      const { ok, results, message } = await call<AssessmentType[]>('assessment.list', {});
      return ok ? { types: results ?? [] } : bad(message);
    },
  };
}

export function typeChoice(types: AssessmentType[], chosen: string | undefined): Html {
  return html`<label
    >Assessment type
    <select name="typeId" required>
      <option value="">Choose…</option>
      ${types.map(
        ({ assessment_type_id: id, name }) =>
          html`<option value="${id}" ${id === chosen ? 'selected' : ''}>${name}</option>`,
      )}
    </select>
  </label>`;
}
