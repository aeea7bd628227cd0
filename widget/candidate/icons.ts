import { html, svg, type TemplateResult } from 'lit';

const PATHS = {
  up: svg`<path d="M8 13V3M3.5 7.5 8 3l4.5 4.5" />`,
  down: svg`<path d="M8 3v10M3.5 8.5 8 13l4.5-4.5" />`,
  flag: svg`<path d="M4 14V2.5h8.5L10 5.75 12.5 9H4" />`,
  flagged: svg`<path d="M4 14V2.5h8.5L10 5.75 12.5 9H4" fill="currentColor" />`,
  open: svg`<circle cx="8" cy="8" r="5" />`,
  partial: svg`<circle cx="8" cy="8" r="5" /><path d="M8 3a5 5 0 0 1 0 10z" fill="currentColor" />`,
  answered: svg`<circle cx="8" cy="8" r="5" fill="currentColor" />`,
};

/** Says nothing by itself: the words beside it do. */
export const icon = (name: keyof typeof PATHS): TemplateResult =>
  html`<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${PATHS[name]}</svg>`;
