/** What browsers send from sandboxed frames and files; as much as “anybody”, so keys list it on purpose only. */
export const OPAQUE = 'null';

const WILDCARD = 'https://*.';
export const ANY_LOCAL_PORT = 'http://localhost:*';

function isExact(value: string): boolean {
  // Parsers take a star for a letter, and a last dot for nothing.
  if (!URL.canParse(value) || /\*|\.(:|$)/.test(value)) return false;
  const { protocol, origin } = new URL(value);
  return /^https?:$/.test(protocol) && origin === value;
}

/** Scheme, host, and port if not the scheme's own, as browsers write it; or `null`. */
export const isOrigin = (value: string): boolean => value === OPAQUE || isExact(value);

/** An origin, or several: `https://*.example.com` (one label in place of the star), `http://localhost:*`. */
export function isOriginPattern(value: string): boolean {
  if (!value.startsWith(WILDCARD)) return value === ANY_LOCAL_PORT || isOrigin(value);
  const rest = value.slice(WILDCARD.length);
  // A star below a top-level domain would be anybody's; below what else is, the making of a key refuses it.
  return (
    isExact(`https://${rest}`) &&
    /[^.]\.[^.:]/.test(rest) &&
    /[a-z]/.test(rest.split(':')[0]!.split('.').at(-1)!)
  );
}

/** The origin, or the several, that an address which is none itself is of; undefined where that cannot be told. */
export function originIn(address: string): string | undefined {
  const url = address.includes('://') ? address : `https://${address}`;
  if (!URL.canParse(url)) return undefined;
  const { origin, username, hostname } = new URL(url);
  // A word alone is no address.
  const isAddress = url === address || hostname.includes('.');
  return isAddress && username === '' && origin !== address && isOriginPattern(origin) ? origin : undefined;
}

export function matchesOrigin(pattern: string, origin: string): boolean {
  if (!isOrigin(origin)) return false;
  if (pattern === ANY_LOCAL_PORT) return /^http:\/\/localhost(:\d+)?$/.test(origin);
  if (!pattern.startsWith(WILDCARD)) return pattern === origin;
  const end = pattern.slice(WILDCARD.length - 1);
  return /^https:\/\/[a-z0-9_-]+$/.test(origin.slice(0, -end.length)) && origin.endsWith(end);
}
