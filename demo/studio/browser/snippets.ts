import { attributesOf, propertiesOf, type Settings } from './settings.ts';
import { tokenRoutes } from './token-routes.ts';

/** What the server says of its files. */
export interface Manifest {
  server: string;
  snippets: { pinned: string; evergreen: string; csp: string };
}

export interface Snippet {
  name: string;
  file: string;
  code: string;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;' };
const escape = (value: string) => value.replace(/[&"<]/g, (c) => ESCAPES[c]!);
/** An address without a path and without what would end the string that it stands in. */
const toOrigin = (text: string | undefined, normal: string) =>
  text && URL.canParse(text) && new URL(text).origin !== 'null' ? new URL(text).origin : normal;

function htmlOf(settings: Settings, script: string, server: string): string {
  const own = attributesOf(settings).filter(([name]) => !['candidate-id', 'token-endpoint'].includes(name));
  const attributes = [
    ['api-base', server],
    ['token-endpoint', settings['token-endpoint'] ?? '/canditech/token'],
    ['candidate-id', settings['candidate-id'] ?? 'c-1001'],
    ...own,
  ].map(([name, value]) => (value === '' ? `  ${name}` : `  ${name}="${escape(value!)}"`));
  return `${script}\n<canditech-assessment\n${attributes.join('\n')}\n></canditech-assessment>`;
}

/** A value can hold nothing that would end its declaration. */
export function cssOf(settings: Settings): string {
  const lines = propertiesOf(settings).map(([name, value]) => `  ${name}: ${value.replace(/[;{}<]/g, '')};`);
  return lines.length > 0 ? `canditech-assessment {\n${lines.join('\n')}\n}` : '';
}

/** What a host copies: its page, its policy, and the route that gives tokens. */
export function snippetsOf(settings: Settings, { server: here, snippets }: Manifest): Snippet[] {
  const server = toOrigin(settings['server'], here);
  const origin = toOrigin(settings['origin'], 'https://ats.acme.example');
  const moved = (text: string) => text.replaceAll(here, server);
  const script = moved(settings['script'] === 'pinned' ? snippets.pinned : snippets.evergreen);
  const css = cssOf(settings);
  // Only a page that lists policies for its scripts has to list this one too.
  const [scripts, connections, types] = moved(snippets.csp).split('; ');
  const policy = `Content-Security-Policy: ${scripts!.replace(' ', " 'self' ")}; ${connections!.replace(' ', " 'self' ")}`;
  return [
    { name: 'HTML', file: 'the page', code: htmlOf(settings, script, server) },
    ...(css ? [{ name: 'CSS', file: 'a style sheet of the page', code: css }] : []),
    {
      name: 'CSP',
      file: 'header of the page',
      code: `${policy}\n\n# with require-trusted-types-for 'script' also:\n${types}`,
    },
    ...tokenRoutes({ server, origin }),
  ];
}
