import { html, nothing, type TemplateResult } from 'lit';
import { lexer, type Token, type Tokens } from 'marked';

type Part = TemplateResult | string | typeof nothing;

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
/** The lexer escapes some text for HTML; here it becomes a text node. */
const unescape = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);

const parts = (tokens: Token[] | undefined): Part[] => (tokens ?? []).map(toPart);

function cells(row: Tokens.TableCell[], header: boolean): TemplateResult[] {
  return row.map((cell) =>
    header ? html`<th scope="col">${parts(cell.tokens)}</th>` : html`<td>${parts(cell.tokens)}</td>`,
  );
}

function toList({ ordered, start, items }: Tokens.List): TemplateResult {
  const rows = items.map((item) => html`<li>${parts(item.tokens)}</li>`);
  return ordered
    ? html`<ol start=${start || 1}>
        ${rows}
      </ol>`
    : html`<ul>
        ${rows}
      </ul>`;
}

/** Each kind of token as a template. Links, images and raw HTML stay text: a question must not lead away. */
function toPart(token: Token): Part {
  const { tokens } = token as { tokens?: Token[] };
  switch (token.type) {
    case 'space':
      return nothing;
    case 'paragraph':
      return html`<p>${parts(tokens)}</p>`;
    case 'heading':
      return html`<p><strong>${parts(tokens)}</strong></p>`;
    case 'text':
      return tokens ? html`${parts(tokens)}` : unescape((token as Tokens.Text).text);
    case 'escape':
      return unescape((token as Tokens.Escape).text);
    case 'strong':
      return html`<strong>${parts(tokens)}</strong>`;
    case 'em':
      return html`<em>${parts(tokens)}</em>`;
    case 'del':
      return html`<s>${parts(tokens)}</s>`;
    case 'codespan':
      return html`<code>${unescape((token as Tokens.Codespan).text)}</code>`;
    case 'code':
      return html`<pre tabindex="0"><code>${(token as Tokens.Code).text}</code></pre>`;
    case 'br':
      return html`<br />`;
    case 'hr':
      return html`<hr />`;
    case 'blockquote':
      return html`<blockquote>${parts(tokens)}</blockquote>`;
    case 'list':
      return toList(token as Tokens.List);
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return html`<div class="scroll">
        <table>
          <thead>
            <tr>
              ${cells(header, true)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row) =>
                html`<tr>
                  ${cells(row, false)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
    }
    default:
      return token.raw;
  }
}

/** Markdown as templates: whatever it holds, it makes no HTML of its own. */
export const markdown = (text: string): TemplateResult =>
  html`<div class="markdown">${parts(lexer(text, { gfm: true, breaks: true }))}</div>`;
