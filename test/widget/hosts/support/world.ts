import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import jwt from 'jsonwebtoken';
import { chromium, type Browser } from 'playwright-core';
import { signEmbedToken, type EmbedClaims } from '../../../../server/http/embed-token.ts';
import { findBrowser } from '../../../support/browser.mjs';
import { listen } from '../../../support/front.ts';
import { CLOSED, publish, SMALL } from '../../../support/journey.ts';
import { movingClock, startTestServer, type Member, type TestServer } from '../../../support/server.ts';

export interface TokenInput {
  role?: 'viewer' | 'reviewer' | 'recruiter';
  scopes?: string[];
  sub?: string;
  actor?: { name: string; email?: string };
  candidate?: unknown;
  job?: string;
  /** Seconds; may be shorter than hosts can have it. */
  ttl?: number;
  origin?: string;
}
export interface Token {
  token: string;
  expiresIn: number;
  sessionId: string;
}

/** A workspace and what a host's backend can do in it. */
export interface Place {
  id: string;
  admin: Member;
  mint(input?: TokenInput): Promise<Token>;
}

/** What all host tests of one process share: a browser, a server with its mail sink, and the server of the host pages. */
export interface World {
  server: TestServer;
  browser: Browser;
  /** The server's clock goes on by this much at once. */
  pass(ms: number): void;
  /** Of every host page. */
  origin: string;
  /** Gives the listener an address of its own below `origin`, such as `http://localhost:1234/7`. */
  serve(listener: RequestListener): string;
  /** Has the starter assessments, “Small test” and “Closed test”. */
  place: Place;
  newPlace(): Promise<Place>;
}

const root = new URL('../../../../', import.meta.url);
export const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  version: string;
};
export const PINNED = `/embed/${version}/canditech-assessment.js`;
export const LOADER = '/embed/v1/loader.js';
/** Of the pinned file, as it stands in `integrity` and in `script-src`. */
export const integrity = () =>
  `sha384-${createHash('sha384')
    .update(readFileSync(new URL('dist/widget/canditech-assessment.js', root)))
    .digest('base64')}`;

/** The same session with less time. */
function shorten({ ctx: { vault } }: TestServer, minted: Token, ttl: number): Token {
  const claims = jwt.decode(minted.token) as EmbedClaims & { aud?: string };
  delete claims.aud;
  return { ...minted, token: signEmbedToken(vault, { ...claims, exp: claims.iat + ttl }), expiresIn: ttl };
}

async function openPlace(server: TestServer, pageOrigin: string): Promise<Place> {
  const { id, admin } = await server.workspace();
  await publish(admin, SMALL);
  await publish(admin, CLOSED);
  const keys = new Map<string, string>();
  const keyFor = async (origin: string) => {
    const input = { name: 'Host', origins: [origin], maxRole: 'recruiter' };
    const known = keys.get(origin);
    if (known) return known;
    const { status, body } = await admin.call('POST', '/v1/settings/embed-keys', input);
    if (status !== 201) throw new Error(JSON.stringify(body));
    keys.set(origin, body.key);
    return body.key as string;
  };
  return {
    id,
    admin,
    async mint({ ttl = 600, origin = pageOrigin, ...input } = {}) {
      const session = { sub: 'u1', actor: { name: 'Rita' }, role: 'recruiter', ...input, origin };
      const bearer = { Authorization: `Bearer ${await keyFor(origin)}` };
      const asked = { ...session, ttl: Math.max(ttl, 60) };
      const { status, body } = await server.call('POST', '/v1/embed/sessions', asked, bearer);
      if (status !== 201) throw new Error(JSON.stringify(body));
      return ttl < 60 ? shorten(server, body, ttl) : body;
    },
  };
}

async function start(): Promise<World> {
  const clock = movingClock();
  const { executablePath, args } = await findBrowser();
  const [server, browser] = await Promise.all([
    startTestServer({ clock: clock.now }),
    chromium.launch({ executablePath, args }),
  ]);
  const listeners: RequestListener[] = [];
  const hosts = createServer((req, res) => {
    const [, number = '', path = ''] = /^\/(\d+)(\/.*)$/.exec(req.url!) ?? [];
    req.url = path;
    const listener = listeners[Number(number)];
    if (path && listener) listener(req, res);
    else res.writeHead(404).end();
  });
  const origin = await listen(hosts);
  return {
    server,
    browser,
    pass: clock.pass,
    origin,
    serve: (listener) => `${origin}/${listeners.push(listener) - 1}`,
    place: await openPlace(server, origin),
    newPlace: () => openPlace(server, origin),
  };
}

let world: Promise<World> | undefined;
/** Ends with the process: the files of the project run in one (`isolate: false`). */
export const openWorld = (): Promise<World> => (world ??= start());
