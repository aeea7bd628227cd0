const css = String.raw;

/**
 * The rest it has as a second `base` of the element; its surface is its own, so that it can be read in any page.
 * `monospace` stands twice, as alone it makes the text smaller.
 */
export const styles = css`
  .doctor {
    margin-top: 1em;
    padding: 1em;
    border: var(--border);
    border-radius: var(--radius);
    font-size: 0.875em;
    color: canvastext;
    background: canvas;
    --row: 2em;
    --accent: linktext;
    > div > div {
      grid-template-columns: 7em 1fr;
    }
    code {
      background: var(--wash);
      font-family: monospace, monospace;
    }
    :empty {
      display: none;
    }
  }
  .Fine strong {
    color: light-dark(green, lightgreen);
  }
  .Attention strong {
    color: var(--danger);
  }
`;
