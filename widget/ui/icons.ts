import { html, svg, type TemplateResult } from 'lit';

const PATHS = {
  assessments: svg`<path d="M4 2.5h8v11H4zM6 5.5h4M6 8h4M6 10.5h2.5" />`,
  candidates: svg`<circle cx="8" cy="5.25" r="2.5" /><path d="M3 13.5c.4-3 2.4-4.25 5-4.25s4.6 1.25 5 4.25" />`,
  settings: svg`<path d="M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6" /><circle cx="10" cy="4.5" r="1.5" /><circle cx="6" cy="11.5" r="1.5" />`,
  tick: svg`<path d="m3 8.5 3.5 3.5L13 4.5" />`,
  open: svg`<circle cx="8" cy="8" r="5" />`,
  cross: svg`<path d="m4 4 8 8M12 4l-8 8" />`,
  attention: svg`<path d="M8 2 14.5 13.5h-13zM8 6.5v3.25M8 11.4v.4" />`,
  copy: svg`<path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />`,
  mail: svg`<path d="M2 4h12v8.5H2zM2.5 4.5 8 9l5.5-4.5" />`,
};

/** Says nothing by itself: the words beside it do. */
export const icon = (name: keyof typeof PATHS): TemplateResult =>
  html`<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${PATHS[name]}</svg>`;
