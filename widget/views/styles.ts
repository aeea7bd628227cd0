import { css } from 'lit';

/**
 * Nothing of the host's page gets in but its font, colours and direction; nothing gets out. Lengths are em, so the
 * panel follows the text around it, and the colours that are not the host's are mixed from its text colour.
 */
export const styles = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([theme='system']) {
    color-scheme: light dark;
  }
  [part='base'] {
    all: initial;
    display: grid;
    gap: calc(var(--s) * 4);
    container-type: inline-size;
    direction: inherit;
    color-scheme: inherit;
    font-family: var(--canditech-font-family, inherit);
    font-size: var(--canditech-font-size, inherit);
    line-height: 1.5;
    color: var(--canditech-color-text, inherit);
    background: var(--canditech-color-surface, transparent);
    overflow-wrap: anywhere;
    --s: var(--canditech-space, 0.25em);
    --radius: var(--canditech-radius, 0.5em);
    --accent: var(--canditech-color-accent, light-dark(#3d4fc4, #a5b1ff));
    --on-accent: var(--canditech-color-on-accent, light-dark(#fff, #14193d));
    --border: var(--canditech-color-border, color-mix(in srgb, currentColor 50%, transparent));
    --soft: color-mix(in srgb, currentColor 82%, transparent);
    --wash: color-mix(in srgb, currentColor 8%, transparent);
    --success: var(--canditech-color-success, light-dark(#17663a, #7ed8a3));
    --warning: var(--canditech-color-warning, light-dark(#7a4b00, #f0c069));
    --danger: var(--canditech-color-danger, light-dark(#ad2323, #ffaaa3));
  }
  :host(:is([theme='light'], [theme='dark'], [theme='system'])) [part='base'] {
    color: var(--canditech-color-text, light-dark(#1a1d27, #e9ebf2));
    background: var(--canditech-color-surface, light-dark(#fff, #14161b));
  }
  *,
  ::before {
    box-sizing: border-box;
  }
  h3,
  h4,
  p,
  ul,
  dl,
  dd,
  form {
    margin: 0;
    padding: 0;
  }
  h3,
  h4 {
    font-size: 1.125em;
    font-weight: 600;
    line-height: 1.25;
  }
  h4 {
    font-size: 1em;
  }
  small,
  [part='option-meta'],
  ::placeholder {
    font-size: 0.875em;
    color: var(--soft);
    opacity: 1;
  }
  strong {
    font-weight: 600;
  }
  a {
    color: var(--accent);
  }
  form,
  [part='card'],
  [part='field'],
  [part='comments'],
  [part='comment'],
  [part='decision'],
  .columns,
  .columns > div {
    display: grid;
    gap: calc(var(--s) * 2);
    align-content: start;
    justify-items: start;
  }
  form > *,
  [part='field'] > *,
  [part='comments'] > *,
  [part='decision'] > *,
  .columns > *,
  .columns > div > * {
    justify-self: stretch;
  }
  .columns,
  .columns > div {
    gap: calc(var(--s) * 5);
  }
  [part='field'] {
    gap: var(--s);
  }
  input:not([type='radio']),
  textarea,
  button {
    font: inherit;
    letter-spacing: inherit;
    color: inherit;
    background: transparent;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    padding: calc(var(--s) * 2) calc(var(--s) * 3);
    min-block-size: 2.5em;
    inline-size: 100%;
    margin: 0;
  }
  textarea {
    resize: vertical;
  }
  button {
    inline-size: auto;
    justify-self: start;
    font-weight: 600;
    cursor: pointer;
    padding-block: calc(var(--s) * 1.5);
  }
  button:hover,
  [part~='option']:hover {
    background: var(--wash);
  }
  [part~='button-primary'] {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
  }
  [part~='button-primary']:hover {
    background: color-mix(in srgb, var(--accent) 88%, currentColor);
  }
  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  [aria-invalid='true'] {
    border-color: var(--danger);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  [part='heading']:focus {
    outline: none;
  }
  input[type='radio'] {
    accent-color: var(--accent);
    inline-size: 1.25em;
    block-size: 1.25em;
    margin: 0;
  }
  label {
    font-weight: 600;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--s) * 2) calc(var(--s) * 5);
  }
  .choices label {
    display: flex;
    gap: calc(var(--s) * 2);
    align-items: center;
    min-block-size: 2em;
    font-weight: 400;
  }
  [part='listbox'] {
    overflow-y: auto;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    margin-block-start: calc(var(--s) * -2);
  }
  [part='listbox'] > p {
    padding: calc(var(--s) * 3);
  }
  [part~='option'] {
    padding: calc(var(--s) * 1.5) calc(var(--s) * 3);
    cursor: pointer;
  }
  [part~='option'] > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [part~='option-active'] {
    background: var(--wash);
    box-shadow: inset 3px 0 var(--accent);
    outline: 1px solid transparent;
  }
  [part='card'] {
    border: 1px solid var(--border);
    border-radius: var(--radius);
    padding: calc(var(--s) * 4);
  }
  [part='card'] > ul {
    padding-inline-start: 1.25em;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s) calc(var(--s) * 3);
    justify-content: space-between;
  }
  .head > p {
    flex-basis: 100%;
  }
  [part='status'] {
    display: inline-flex;
    gap: 0.4em;
    align-items: center;
    font-weight: 600;
    white-space: nowrap;
  }
  [data-is='completed'] {
    color: var(--success);
  }
  [data-is='submitted'],
  [data-is='started'] {
    color: var(--warning);
  }
  [data-is='expired'],
  [data-is='cancelled'] {
    color: var(--danger);
  }
  [part='status'] svg {
    inline-size: 0.75em;
    block-size: 0.75em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
  }
  [part='score'] {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--s) calc(var(--s) * 3);
    align-items: baseline;
  }
  [part='score'] > svg {
    grid-column: 1 / -1;
    block-size: 0.5em;
  }
  [part='score'] small {
    display: block;
  }
  [part='score-value'] {
    font-size: 2em;
    font-weight: 600;
    line-height: 1;
  }
  [part='score-value'],
  [part='section'] {
    font-variant-numeric: tabular-nums;
  }
  [part='sections'] {
    display: grid;
    gap: calc(var(--s) * 2);
  }
  [part='section'] > dd {
    display: grid;
    grid-template-columns: 1fr 4.5em;
    align-items: center;
  }
  [part='section'] span {
    text-align: end;
  }
  [part='section-bar'] {
    display: block;
    inline-size: 100%;
    block-size: 0.375em;
    border-radius: 1em;
    fill: var(--accent);
  }
  [part='section-bar']:dir(rtl) {
    transform: scaleX(-1);
  }
  rect:first-child {
    fill: var(--wash);
  }
  rect:nth-child(2):not(:last-child) {
    opacity: 0.35;
  }
  .note {
    white-space: pre-wrap;
  }
  [part='comment'] {
    gap: 0;
  }
  [part='alert'] {
    color: var(--danger);
  }
  [part='stale'] {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--s) * 2);
    align-items: center;
    padding: calc(var(--s) * 2) calc(var(--s) * 3);
    border-radius: var(--radius);
    background: var(--wash);
  }
  #others {
    list-style: none;
    display: grid;
    gap: var(--s);
  }
  #others > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--s) * 3);
  }
  [part='skeleton'] {
    block-size: 21em;
    display: grid;
    grid-template-rows: 2.5em repeat(4, 1fr);
    gap: calc(var(--s) * 3);
    opacity: 0;
    animation: show 0s 150ms forwards;
  }
  [part='skeleton'] > i {
    border-radius: var(--radius);
    background: var(--wash);
  }
  @keyframes show {
    to {
      opacity: 1;
    }
  }
  [role='status'] {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @container (min-width: 40em) {
    .columns {
      grid-template-columns: repeat(auto-fit, minmax(16em, 1fr));
      gap: calc(var(--s) * 8);
    }
    [part='sections'] {
      grid-template-columns: auto 1fr;
    }
    [part='section'] {
      display: grid;
      grid-template-columns: subgrid;
      grid-column: 1 / -1;
    }
  }
  @media (forced-colors: active) {
    rect,
    [part='section-bar'] {
      fill: Highlight;
      outline: 1px solid;
    }
    rect:first-child {
      fill: Canvas;
    }
    [part~='option-active'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
