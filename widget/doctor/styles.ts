const css = String.raw;

export const styles = css`
  .doctor {
    all: initial;
    display: grid;
    color: inherit;
    color-scheme: inherit;
    font-family: inherit;
    gap: 0.75em;
    margin-block-start: 1em;
    padding: 1em;
    border: 1px solid color-mix(in srgb, currentColor 40%, transparent);
    border-radius: 0.5em;
    font-size: 0.875em;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  :host([theme]:not([theme='inherit'])) .doctor {
    color: light-dark(#1a1d27, #e9ebf2);
    background: light-dark(#fff, #14161b);
  }
  .doctor ul {
    display: grid;
    gap: 0.5em;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .doctor li {
    display: grid;
    grid-template-columns: minmax(0, 7em) minmax(0, 1fr);
    gap: 0 0.75em;
  }
  .doctor li > div {
    display: block;
  }
  .doctor .pass strong {
    color: light-dark(#17663a, #7ed8a3);
  }
  .doctor .attention strong {
    color: light-dark(#ad2323, #ffaaa3);
  }
  .doctor .unchecked strong {
    font-weight: 400;
  }
  .doctor li p {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    align-items: center;
    margin-block: 0.25em;
  }
  .doctor code,
  .doctor pre {
    padding: 0.25em 0.5em;
    border-radius: 0.25em;
    background: color-mix(in srgb, currentColor 8%, transparent);
    font-family: ui-monospace, monospace;
    user-select: all;
  }
  .doctor pre {
    margin: 0;
    max-block-size: 20em;
    overflow: auto;
    white-space: pre-wrap;
  }
  .doctor button {
    min-block-size: 2em;
    padding: 0.125em 0.75em;
    border: 1px solid color-mix(in srgb, currentColor 50%, transparent);
    border-radius: 0.375em;
    color: inherit;
    background: transparent;
    font: inherit;
    cursor: pointer;
    justify-self: start;
  }
  .doctor [role='status']:empty {
    display: none;
  }
`;
