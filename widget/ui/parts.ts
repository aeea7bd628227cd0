import { html, nothing, svg, type TemplateResult } from 'lit';
import type { InvitationStatus } from '../../server/contract/result.ts';
import { ui } from '../text/ui/en.ts';
import type { ApiError } from './api.ts';
import type { Resource } from './resource.ts';
import { momentTime } from './time.ts';

type Look = 'invited' | 'started' | 'submitted' | 'review' | 'completed' | 'expired' | 'cancelled';

const SHAPES: Record<Look, TemplateResult> = {
  invited: svg`<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5" />`,
  started: svg`<path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" /><circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.5" />`,
  submitted: svg`<path d="M6 10V2M2.5 5.5 6 2l3.5 3.5" fill="none" stroke="currentColor" stroke-width="1.5" />`,
  review: svg`<path d="M6 1.5 11 10.5H1z" fill="none" stroke="currentColor" stroke-width="1.5" />`,
  completed: svg`<path d="m1.5 6.5 3 3 6-7" fill="none" stroke="currentColor" stroke-width="2" />`,
  expired: svg`<path d="M2 1.5h8L2 10.5h8z" fill="none" stroke="currentColor" stroke-width="1.5" />`,
  cancelled: svg`<path d="m2 2 8 8M10 2l-8 8" fill="none" stroke="currentColor" stroke-width="1.75" />`,
};
/** Word, shape and colour; the same everywhere. */
export function statusBadge(status: InvitationStatus, provisional = true): TemplateResult {
  const look: Look = status === 'submitted' && provisional ? 'review' : status;
  return html`<span class="status ${look}">
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">${SHAPES[look]}</svg
    >${ui.statuses[look]}
  </span>`;
}

export const percentText = ui.percent;

export const meter = (percent: number, label: string): TemplateResult =>
  html`<meter min="0" max="100" .value=${percent} aria-label=${label}>${percentText(percent)}</meter>`;

/** The shape of what is coming, shown only if it takes a while. */
export const skeleton = (lines = 6): TemplateResult =>
  html`<div class="skeleton" role="status" aria-label=${ui.loading}>
    ${Array.from({ length: lines }, () => html`<i></i>`)}
  </div>`;

/** What happened, and a way to try again. */
export const failure = (error: ApiError, retry?: () => void): TemplateResult =>
  html`<div class="notice danger stack tight" role="alert">
    <p>${error.message}</p>
    ${retry ? html`<div><button type="button" @click=${retry}>${ui.retry}</button></div>` : nothing}
  </div>`;

/** That what is shown may be old, since when, and a way to try again; on the page from the start, so that it is heard. */
export const staleness = ({
  stale,
  retrying,
  retry,
}: Pick<Resource<unknown>, 'stale' | 'retrying' | 'retry'>): TemplateResult =>
  html`<div class="stale ${stale ? 'notice warning row spread' : ''}">
    <p role="status">${stale ? ui.stale(stale.error.message, momentTime(stale.since)) : nothing}</p>
    ${
      stale
        ? html`<button type="button" aria-disabled=${retrying} @click=${retry}>
            ${retrying ? ui.working : ui.retry}
          </button>`
        : nothing
    }
  </div>`;
