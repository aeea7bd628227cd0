import { style } from './style.ts';

export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | undefined | false | Part[];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function toText(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(toText).join('');
  if (part === null || part === undefined || part === false) return '';
  return String(part).replace(/[&<>"']/g, (c) => ESCAPES[c]!);
}

/** HTML in which every value is escaped unless it is HTML itself. */
export const html = (strings: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(strings.reduce((text, string, i) => text + toText(parts[i - 1]) + string));

export interface Page {
  title: string;
  brand: string;
  nav: { href: string; label: string }[];
  path: string;
  /** Asks for itself every two seconds and shows what changed. */
  live?: boolean;
  head?: Html;
  main: Html;
}

const REFRESH = new Html(
  `<script>setInterval(async () => {
    if (document.activeElement?.matches('input, select, textarea')) return;
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
    const next = page.querySelector('main'), now = document.querySelector('main');
    if (next.innerHTML !== now.innerHTML) now.replaceWith(next);
  }, 2000)</script>`,
);

export function toPage({ title, brand, nav, path, live, head, main }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${title} · ${brand}</title>
        <style>
          ${new Html(style)}
        </style>
        ${head}
      </head>
      <body>
        <header>
          <strong>${brand}</strong>
          <nav aria-label="Pages">
            ${nav.map(({ href, label }) => html`<a href="${href}" ${href === path ? new Html('aria-current="page"') : ''}>${label}</a>`)}
          </nav>
        </header>
        <main>${main}</main>
        ${live ? REFRESH : ''}
      </body>
    </html>`.text;
}

/** An e-mail address: where it does not fit, it breaks before the @. */
export const address = (email: string): Html =>
  html`${email.split('@').map((part, i) => (i === 0 ? part : html`<wbr />@${part}`))}`;

export const clock = (at: string | number | Date): Html => {
  const date = new Date(at);
  return html`<time datetime="${date.toISOString()}"
    >${date.toISOString().slice(0, 19).replace('T', ' ')} UTC</time
  >`;
};
