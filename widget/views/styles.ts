/** Marks style sheets for formatters and for the build, which takes the whitespace out. */
const css = String.raw;

/**
 * Nothing of the host's page gets in but its font, colours and direction; nothing gets out. Lengths are em, so the
 * panel follows the text around it, and the colours that are not the host's are mixed from its text colour.
 *
 * @cssprop --canditech-font-family - Default: the page's.
 * @cssprop --canditech-font-size - Default: the page's.
 * @cssprop --canditech-color-accent - Primary button, bars, links, focus.
 * @cssprop --canditech-color-on-accent - Text on it.
 * @cssprop --canditech-color-surface - Background; default: none.
 * @cssprop --canditech-color-text - Default: the page's.
 * @cssprop --canditech-color-border - Default: mixed from the text colour.
 * @cssprop --canditech-color-success - Completed.
 * @cssprop --canditech-color-warning - Started, awaiting review.
 * @cssprop --canditech-color-danger - Expired, cancelled, errors.
 * @cssprop --canditech-radius - Of fields, buttons and cards; default 0.5em.
 * @cssprop --canditech-space - Base unit of all distances; default 0.25em.
 * @cssprop --canditech-color-surface-raised - Cards, lists, notices.
 * @cssprop --canditech-color-text-muted - Second lines.
 * @cssprop --canditech-color-focus - Outline of what has the focus; default: the accent.
 * @cssprop --canditech-color-hover - Under the pointer.
 * @cssprop --canditech-color-selected - Where the arrow keys are.
 * @cssprop --canditech-color-skeleton - The shape of what is coming.
 * @cssprop --canditech-border-width - Default 1px.
 * @cssprop --canditech-shadow - Of cards and the list; default: none.
 * @cssprop --canditech-popover-max-height - Of the list; default: five and a half rows.
 * @cssprop --canditech-max-height - Of everything; then it scrolls inside.
 * @cssprop --canditech-duration - Of motion; default 0.15s.
 */
export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  :host([hidden]) {
    display: none;
  }
  :host([loading='lazy']) {
    min-block-size: 2em;
  }
  [part='base'] {
    all: initial;
    box-sizing: border-box;
    display: grid;
    gap: calc(var(--s) * 3);
    container-type: inline-size;
    contain-intrinsic-inline-size: 30em;
    grid-template-columns: minmax(0, 1fr);
    color-scheme: inherit;
    font-family: var(--canditech-font-family);
    font-size: var(--canditech-font-size);
    line-height: 1.5;
    color: var(--canditech-color-text);
    background: var(--canditech-color-surface);
    overflow-wrap: anywhere;
    --s: var(--canditech-space, 0.25em);
    --radius: var(--canditech-radius, 0.5em);
    --accent: var(--canditech-color-accent, light-dark(#3d4fc4, #a5b1ff));
    --on-accent: var(--canditech-color-on-accent, light-dark(#fff, #14193d));
    --border: var(--canditech-border-width, 1px) solid
      var(--canditech-color-border, color-mix(in srgb, currentColor 50%, transparent));
    --soft: var(--canditech-color-text-muted, color-mix(in srgb, currentColor 82%, transparent));
    --wash: var(--canditech-color-hover, color-mix(in srgb, currentColor 8%, transparent));
    --danger: var(--canditech-color-danger, light-dark(#ad2323, #ffaaa3));
    --raised: var(--canditech-color-surface-raised, transparent);
    --row: 2.5em;
  }
  @supports (color: color(from red xyz-d65 x y z)) {
    [part='base'] {
      --light: clamp(0, (0.179 - y) * 1000, 1);
      --on-accent: var(
        --canditech-color-on-accent,
        color(from var(--accent) xyz-d65 var(--light) var(--light) var(--light))
      );
    }
  }
  .light,
  .dark,
  .system {
    color-scheme: light;
    color: var(--canditech-color-text, light-dark(#1a1d27, #e9ebf2));
    background: var(--canditech-color-surface, light-dark(#fff, #14161b));
  }
  [part='base']:not(.inherit, .badge) {
    padding: calc(var(--s) * 4);
    border-radius: var(--radius);
  }
  .dark {
    color-scheme: dark;
  }
  .system {
    color-scheme: light dark;
  }
  .badge {
    display: inline;
    container-type: normal;
    line-height: inherit;
  }
  :host([view='badge']) {
    display: inline-block;
  }
  @container style(--canditech-max-height) {
    [part='base'] {
      max-block-size: var(--canditech-max-height);
      overflow-y: auto;
    }
  }
  .compact {
    --s: var(--canditech-space, 0.17em);
    --row: 2em;
  }
  .touch {
    --s: var(--canditech-space, 0.33em);
    --row: 3em;
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
  .said {
    gap: calc(var(--s) * 6);
  }
  a {
    justify-self: start;
    color: var(--accent);
  }
  [role='heading'] {
    font-weight: 600;
    line-height: 1.25;
  }
  [part='heading'] {
    font-size: 1.125em;
  }
  ul,
  ol {
    padding-inline-start: 1.5em;
  }
  [hidden] {
    display: none !important;
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
    min-block-size: var(--row);
    max-inline-size: 100%;
  }
  textarea {
    field-sizing: content;
    min-block-size: 4.5em;
    max-block-size: 15em;
    resize: vertical;
  }
  button,
  summary {
    justify-self: start;
    font-weight: 600;
    cursor: pointer;
    user-select: none;
  }
  summary {
    min-block-size: 1.75em;
  }
  details > :last-child {
    padding-block: var(--s);
  }
  [part~='link'] {
    border: 0;
    min-block-size: 1.75em;
    padding: 0;
    text-decoration: underline;
  }
  .search {
    position: relative;
  }
  [part~='clear-button'] {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    border: 0;
  }
  button:hover,
  [part~='option']:hover,
  [part~='option-active'] {
    background: var(--wash);
  }
  [part~='option-active'] {
    background: var(--canditech-color-selected, var(--wash));
  }
  [part~='button-primary'] {
    &,
    &:hover {
      color: var(--on-accent);
      background: var(--accent);
      border-color: var(--accent);
    }
  }
  [part~='button-danger'] {
    color: var(--danger);
  }
  :disabled,
  [aria-disabled='true'] {
    opacity: 0.6;
  }
  :focus-visible {
    outline: 2px solid var(--canditech-color-focus, var(--accent));
    outline-offset: 2px;
  }
  [part='heading']:focus {
    outline: 0;
  }
  [part~='input'] {
    inline-size: 100%;
  }
  [type='radio'] {
    accent-color: var(--accent);
    min-block-size: 0;
    margin-inline-end: 0.5em;
    vertical-align: -0.1em;
  }
`;
