import { html, nothing, svg, type TemplateResult } from 'lit';
import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import type { InvitationStatus } from '../../server/contract/result.ts';
import type { EmbedError } from '../embed/error.ts';
import type { Panel } from './panel.ts';

const SHAPES: Record<InvitationStatus, string> = {
  invited: 'M6 1.5a4.5 4.5 0 1 0 .01 0z',
  started: 'M6 1.5a4.5 4.5 0 1 0 .01 0v9M8 2v8',
  submitted: 'M6 1.5 11 10.5H1z',
  completed: 'm1.5 6.5 3 3 6-7',
  expired: 'M2 1.5h8L2 10.5h8z',
  cancelled: 'm2 2 8 8M10 2l-8 8',
};

/** Word, shape and colour. */
export const status = ({ text }: Panel, value: InvitationStatus): TemplateResult =>
  html`<span part="status" data-is=${value}
    ><svg viewBox="0 0 12 12" aria-hidden="true"><path d=${SHAPES[value]} /></svg>${text.status[value]}</span
  >`;

/** A picture of what is said beside it. */
export const bar = (percent: number, range?: { minPercent: number; maxPercent: number }): TemplateResult =>
  html`<svg part="section-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width="100" height="1" />
    ${
      range
        ? svg`<rect x=${range.minPercent} width=${range.maxPercent - range.minPercent} height="1" />`
        : nothing
    }
    <rect width=${percent} height="1" />
  </svg>`;

export const time = ({ format }: Panel, iso: string): TemplateResult =>
  html`<time datetime=${iso} title=${format.exact(iso)}>${format.relative(iso)}</time>`;

export const metaOf = (
  { text, format }: Panel,
  { minutes, kinds, language }: AssessmentSummary,
  questions = '',
): string =>
  [
    text.minutes(minutes),
    questions,
    kinds.map((kind) => text.kinds[kind]).join(', '),
    format.language(language),
  ]
    .filter(Boolean)
    .join(' · ');

export const alert = (error: EmbedError | undefined): TemplateResult | typeof nothing =>
  error ? html`<p part="alert" role="alert">${error.message}</p>` : nothing;
