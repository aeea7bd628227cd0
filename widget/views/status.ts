import { html, type TemplateResult } from 'lit/html.js';
import type { InvitationStatus } from '../../server/contract/result.ts';
import type { Text } from '../text/element/en.ts';

const SHAPES: Record<InvitationStatus, string> = {
  invited: 'M6 1.5a4.5 4.5 0 1 0 .01 0z',
  started: 'M6 1.5a4.5 4.5 0 1 0 .01 0v9M8 2v8',
  submitted: 'M6 1.5 11 10.5H1z',
  completed: 'm1.5 6.5 3 3 6-7',
  expired: 'M2 1.5h8L2 10.5h8z',
  cancelled: 'm2 2 8 8M10 2l-8 8',
};

/** `mail_failed` as people read it, where a list of words does not say it otherwise. */
export const wordOf = (words: Partial<Record<string, string>>, code: string): string =>
  words[code] ?? code[0]!.toUpperCase() + code.slice(1).replace(/_/g, ' ');

/** Word, shape and colour. */
export const statusOf = (value: InvitationStatus, text: Text): TemplateResult =>
  html`<span part="status" data-is=${value}
    ><svg viewBox="0 0 12 12" aria-hidden="true"><path d=${SHAPES[value]} /></svg>${wordOf(
      text.status,
      value,
    )}</span
  >`;
