const css = String.raw;

/**
 * The parts, from the list to the score.
 *
 * @csspart base - Everything.
 * @csspart heading - Name of the assessment.
 * @csspart search - The search field.
 * @csspart input - Each field that takes text.
 * @csspart clear-button - Clears the search.
 * @csspart listbox - The list of assessments.
 * @csspart option - One row of it.
 * @csspart option-active - The row that the arrow keys are on.
 * @csspart option-title - Its name.
 * @csspart option-meta - Minutes, kinds of question, language.
 * @csspart card - The chosen assessment.
 * @csspart invite-form - Name, address, button.
 * @csspart form - The form of a comment or a decision.
 * @csspart field - A label with its field.
 * @csspart button - Each button.
 * @csspart button-primary - The one that invites.
 * @csspart button-danger - The one that deletes.
 * @csspart badge - The line of `view="badge"`.
 * @csspart subheading - Of comments, decision, other assessments.
 * @csspart status - Word and shape of the state.
 * @csspart score - The overall score.
 * @csspart score-value - Its number.
 * @csspart sections - Scores of the sections.
 * @csspart section - One of them.
 * @csspart section-bar - The picture of a score.
 * @csspart comments - Comments, and the field for another.
 * @csspart comment - One of them.
 * @csspart decision - The decision, and the form for it.
 * @csspart alert - What went wrong.
 * @csspart footer - What the page puts below everything.
 * @csspart stale - The line that says why it may be old.
 * @csspart skeleton - The shape of what is coming.
 */
export const partStyles = css`
  [role='radiogroup'],
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s) calc(var(--s) * 4);
    align-items: center;
    justify-content: space-between;
  }
  [role='radiogroup'],
  .start {
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
    background: var(--raised);
    box-shadow: var(--canditech-shadow);
  }
  [part='listbox'],
  [part='listbox'] > div {
    display: block;
    overflow-y: auto;
  }
  div[part='listbox'] {
    max-block-size: var(--canditech-popover-max-height);
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
  [part='alert'] {
    unicode-bidi: plaintext;
  }
  small {
    unicode-bidi: isolate;
  }
  [part='score'] {
    display: block;
  }
  [part='score-value'] {
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  [part='score'] > span {
    font-size: 2em;
    font-weight: 600;
  }
  [part='sections'] {
    padding-block-start: calc(var(--s) * 2);
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
    block-size: calc(var(--row) + var(--s) * 19.5 + 15.46875em);
    border-radius: var(--radius);
    background: var(--canditech-color-skeleton, var(--wash));
    animation: show var(--canditech-duration, 0.15s) step-end;
  }
  .badge [part='skeleton'] {
    display: inline-block;
    block-size: 1em;
    inline-size: 6em;
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
      grid-template: repeat(3, auto) 1fr / 1fr 1fr;
      column-gap: calc(var(--s) * 8);
    }
    .said {
      grid-area: 1 / 2 / -1;
    }
    [part='section'] {
      grid-template-columns: 1fr 1fr 4em;
    }
    dt {
      grid-column: auto;
    }
  }
  dialog {
    margin: auto;
    max-inline-size: 30em;
    border: var(--border);
    border-radius: var(--radius);
  }
  @media (prefers-contrast: more) {
    [part='base'] {
      --soft: currentColor;
      --border: 2px solid;
    }
  }
  @media print {
    [part='base'] {
      color-scheme: light;
      color: #000;
      background: none;
    }
    button,
    form:not(#decide) {
      display: none;
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
    [part~='button-primary'] {
      &,
      &:hover {
        forced-color-adjust: none;
        color: HighlightText;
        background: Highlight;
        border-color: Highlight;
      }
    }
  }
`;
