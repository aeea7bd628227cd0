import { attributesOf, isList, propertiesOf, type Settings } from './settings.ts';
import { tokenRoutes } from './token-routes.ts';

/** What the server says of its files. */
export interface Manifest {
  server: string;
  snippets: { pinned: string; evergreen: string; csp: string; trustedTypes: string };
  /** Of the list with a badge in each row. */
  people: string[];
}

export interface Snippet {
  name: string;
  file: string;
  code: string;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;' };
const idOf = (i: number) => `c-${1001 + i}`;
const escape = (value: string) => value.replace(/[&"<]/g, (c) => ESCAPES[c]!);
/** An address without a path and without what would end the string that it stands in. */
function toOrigin(text: string | undefined, normal: string): string {
  if (!text) return normal;
  const scheme = /^(localhost|127\.)/.test(text) ? 'http' : 'https';
  const url = text.includes('://') ? text : `${scheme}://${text}`;
  const origin = URL.canParse(url) ? new URL(url).origin : '';
  return /^https?:[\w./:[\]-]+$/.test(origin) ? origin : normal;
}

const ENDPOINT = '/canditech/token';
/** Where the page's own server has the route, without what would end a string. */
const toPath = (endpoint: string, origin: string) =>
  URL.canParse(endpoint, origin) ? new URL(endpoint, origin).pathname.replace(/[^\w./~%-]/g, '') : ENDPOINT;

type Attributes = [name: string, value: string][];

function elementOf(attributes: Attributes, [before, between, end]: [string, string, string]): string {
  const texts = attributes.map(([name, value]) => (value === '' ? name : `${name}="${escape(value)}"`));
  return `<canditech-assessment${before}${texts.join(between)}${end}></canditech-assessment>`;
}

function htmlOf(settings: Settings, server: string, people: string[]): string {
  const own = attributesOf(settings).filter(([name]) => !['candidate-id', 'token-endpoint'].includes(name));
  const attributesFor = (candidateId: string): Attributes => [
    ['api-base', server],
    ['token-endpoint', settings['token-endpoint'] ?? ENDPOINT],
    ['candidate-id', candidateId],
    ...own,
  ];
  if (!isList(settings))
    return elementOf(attributesFor(settings['candidate-id'] ?? idOf(0)), ['\n  ', '\n  ', '\n']);
  const rows = people.map(
    (name, i) => `  <li>${escape(name)} ${elementOf(attributesFor(idOf(i)), [' ', ' ', ''])}</li>`,
  );
  return `<!-- All rows share one token, for all candidates of the page -->\n<ul>\n${rows.join('\n')}\n</ul>`;
}

/** A value can hold nothing that would end its declaration. */
export function cssOf(settings: Settings): string {
  const lines = propertiesOf(settings).map(([name, value]) => `  ${name}: ${value.replace(/[;{}<]/g, '')};`);
  return lines.length > 0 ? `canditech-assessment {\n${lines.join('\n')}\n}` : '';
}

/** What a host copies: its page, its policy, and the route that gives tokens. */
export function snippetsOf(settings: Settings, { server: here, snippets, people }: Manifest): Snippet[] {
  const server = toOrigin(settings['server'], here);
  const origin = toOrigin(settings['origin'], 'https://ats.acme.example');
  const path = toPath(settings['token-endpoint'] ?? ENDPOINT, origin);
  const moved = (text: string) => text.replaceAll(here, server);
  const script = moved(settings['script'] === 'pinned' ? snippets.pinned : snippets.evergreen);
  const css = cssOf(settings);
  const policy = `Content-Security-Policy: ${moved(snippets.csp)}`;
  return [
    { name: 'HTML', file: 'the page', code: `${script}\n${htmlOf(settings, server, people)}` },
    ...(css ? [{ name: 'CSS', file: 'a style sheet of the page', code: css }] : []),
    {
      name: 'CSP',
      file: 'header of the page',
      // A page that requires none may have policies of its own, which this list would forbid.
      code: `${policy}\n\n# with require-trusted-types-for 'script' also:\n${snippets.trustedTypes}`,
    },
    ...tokenRoutes({ server, origin, path, isList: isList(settings) }),
  ];
}
