const css = String.raw;

export const styles = css`
  .doctor {
    display: grid;
    gap: 0.5em;
    margin-block-start: 1em;
    padding: 0.75em;
    border: 1px dashed currentColor;
    border-radius: 0.5em;
    font-size: 0.875em;
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .doctor h2 {
    font-size: 1em;
  }
  .doctor ul {
    display: grid;
    gap: 0.5em;
    padding: 0;
    list-style: none;
  }
  .doctor .pass {
    color: light-dark(#17663a, #7ed8a3);
  }
  .doctor .attention {
    color: light-dark(#ad2323, #ffaaa3);
  }
  .doctor .fix {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    align-items: center;
  }
  .doctor code {
    padding: 0.25em 0.5em;
    background: color-mix(in srgb, currentColor 8%, transparent);
    user-select: all;
  }
  .doctor button {
    border: 1px solid currentColor;
    border-radius: 0.5em;
    min-block-size: 2em;
    padding: 0.25em 0.75em;
    justify-self: start;
  }
  .doctor [role='status']:empty {
    display: none;
  }
`;
