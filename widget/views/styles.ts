/** Marks style sheets for formatters and for the build, which takes the whitespace out. */
const css = String.raw;

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
    gap: calc(var(--s) * 3);
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
    --border: 1px solid var(--canditech-color-border, color-mix(in srgb, currentColor 50%, transparent));
    --soft: color-mix(in srgb, currentColor 82%, transparent);
    --wash: color-mix(in srgb, currentColor 8%, transparent);
    --danger: var(--canditech-color-danger, light-dark(#ad2323, #ffaaa3));
  }
  :host([theme]:not([theme='inherit'])) [part='base'] {
    color: var(--canditech-color-text, light-dark(#1a1d27, #e9ebf2));
    background: var(--canditech-color-surface, light-dark(#fff, #14161b));
  }
  * {
    box-sizing: border-box;
    margin: 0;
  }
  div,
  form,
  dl {
    display: grid;
    gap: calc(var(--s) * 2);
    align-content: start;
  }
  .columns,
  .columns > :last-child {
    gap: calc(var(--s) * 6);
  }
  a {
    justify-self: start;
    color: var(--accent);
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
  ul {
    padding-inline-start: 1.25em;
  }
  small,
  [part='option-meta'],
  ::placeholder {
    font-size: 0.875em;
    color: var(--soft);
    opacity: 1;
  }
  label {
    font-weight: 600;
  }
  input,
  textarea,
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: var(--border);
    border-radius: var(--radius);
    padding: calc(var(--s) * 1.5) calc(var(--s) * 3);
    min-block-size: 2.5em;
  }
  textarea {
    resize: vertical;
  }
  button {
    justify-self: start;
    font-weight: 600;
    cursor: pointer;
    user-select: none;
  }
  button:hover,
  [part~='option']:hover,
  [part~='option-active'] {
    background: var(--wash);
  }
  [part~='button-primary'] {
    &,
    &:hover {
      color: var(--on-accent);
      background: var(--accent);
      border-color: var(--accent);
    }
  }
  [aria-disabled='true'] {
    opacity: 0.6;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  h3:focus {
    outline: 0;
  }
  [type='radio'] {
    accent-color: var(--accent);
    min-block-size: 0;
    margin-inline-end: 0.5em;
    vertical-align: -0.1em;
  }
  [role='radiogroup'],
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s) calc(var(--s) * 4);
    align-items: center;
    justify-content: space-between;
  }
  [role='radiogroup'] {
    justify-content: start;
  }
  [part='field'],
  [part='comment'] {
    gap: 0;
  }
  [part='listbox'],
  [part='card'] {
    border: var(--border);
    border-radius: var(--radius);
  }
  [part='listbox'],
  [part='listbox'] > div {
    display: block;
    overflow-y: auto;
  }
  [part='listbox'] > div {
    overflow: hidden;
  }
  p[part='listbox'],
  [part='card'],
  [part='stale'] {
    padding: calc(var(--s) * 3);
  }
  [part~='option'] {
    padding: calc(var(--s) * 1.5) calc(var(--s) * 3);
    gap: 0;
    cursor: pointer;
  }
  [part~='option'] > * {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [part~='option-active'] {
    box-shadow: inset 3px 0 var(--accent);
    outline: 1px solid transparent;
    outline-offset: -1px;
  }
  [part='status'] {
    font-weight: 600;
  }
  [part='status'] svg {
    inline-size: 0.75em;
    margin-inline-end: 0.4em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
  }
  [data-is='completed'] {
    color: var(--canditech-color-success, light-dark(#17663a, #7ed8a3));
  }
  [data-is='submitted'],
  [data-is='started'] {
    color: var(--canditech-color-warning, light-dark(#7a4b00, #f0c069));
  }
  [data-is='expired'],
  [data-is='cancelled'],
  [part='alert'] {
    color: var(--danger);
  }
  [part='score'] {
    display: block;
  }
  [part='score-value'] {
    font-size: 2em;
    font-weight: 600;
  }
  [part='sections'],
  [part='score'] {
    font-variant-numeric: tabular-nums;
  }
  [part='section'] {
    grid-template-columns: 1fr 4em;
    gap: 0;
    align-items: center;
  }
  dt {
    grid-column: 1 / -1;
  }
  dd + dd {
    text-align: end;
  }
  [part='section-bar'] {
    display: block;
    inline-size: 100%;
    block-size: 0.4em;
    border-radius: 1em;
    fill: var(--accent);
  }
  :dir(rtl) > svg[part] {
    transform: scaleX(-1);
  }
  rect:first-child {
    fill: var(--wash);
  }
  rect:nth-child(2) {
    opacity: 0.35;
  }
  .words {
    white-space: pre-wrap;
  }
  [part='stale'] {
    background: var(--wash);
    border-radius: var(--radius);
  }
  [part='skeleton'] {
    block-size: 21em;
    border-radius: var(--radius);
    background: var(--wash);
    animation: show 0.15s step-end;
  }
  @keyframes show {
    from {
      opacity: 0;
    }
  }
  [role='status'] {
    position: absolute;
    clip-path: inset(50%);
  }
  @container (min-width: 40em) {
    .columns {
      grid-template-columns: repeat(auto-fit, minmax(16em, 1fr));
      gap: calc(var(--s) * 8);
    }
    [part='section'] {
      grid-template-columns: 1fr 1fr 4em;
    }
    dt {
      grid-column: auto;
    }
  }
  @media (forced-colors: active) {
    [part='section-bar'] {
      fill: Highlight;
      outline: 1px solid;
    }
    rect:first-child {
      fill: Canvas;
    }
    [part~='option-active'] {
      outline: 2px solid Highlight;
    }
  }
`;
