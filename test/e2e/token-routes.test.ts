import express from 'express';
import { spawnSync } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { snippetsOf } from '../../demo/studio/browser/snippets.ts';
import { tokenRoutes } from '../../demo/studio/browser/token-routes.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const ORIGIN = 'https://ats.acme.example';
const OWN = { externalId: 'c-1', name: 'Mina Park', email: 'mina@mail.example' };
const VARIANTS = [false, true].flatMap((isList) =>
  tokenRoutes({ server: 'https://tests.example', origin: ORIGIN, isList }).map((route) => ({
    ...route,
    what: `${route.name}, for ${isList ? 'a list' : 'one candidate'}`,
  })),
);
const routesOf = (...names: string[]) => VARIANTS.filter(({ name }) => names.includes(name));

describe('the token routes', () => {
  const ours = {
    findCandidateVisibleTo: (_user: unknown, id: string) => Promise.resolve(id === 'c-1' ? OWN : null),
    listCandidatesVisibleTo: (_user: unknown, page: string) =>
      Promise.resolve(page === 'p-1' ? [OWN, { externalId: 'c-3' }] : []),
  };
  let server: TestServer;
  let env: Record<string, string>;
  let host: Server | undefined;

  beforeAll(async () => {
    server = await startTestServer();
    const { admin } = await server.workspace();
    const key = { name: 'Host', origins: [ORIGIN], maxRole: 'recruiter' };
    env = { CANDITECH_EMBED_KEY: (await admin.call('POST', '/v1/settings/embed-keys', key)).body.key };
  });
  afterEach(() => void host?.close());
  afterAll(() => server?.close());

  /** As TypeScript reads it; it names what is no syntax. */
  function compiled(name: string, isList: boolean): string {
    const { code } = tokenRoutes({ server: server.url, origin: ORIGIN, isList }).find(
      (one) => one.name === name,
    )!;
    const { outputText, diagnostics } = ts.transpileModule(code, {
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
    return outputText.replace('export ', '');
  }

  type Post = (init: RequestInit) => Promise<Response>;
  async function openExpress(isList: boolean): Promise<Post> {
    const app = express();
    const requireLogin: express.RequestHandler = (req, _res, next) => {
      Object.assign(req, { user: { id: 7, name: 'Rita' } });
      next();
    };
    const given = { app, express, requireLogin, ...ours, process: { env } };
    compileFunction(compiled('Express', isList), Object.keys(given))(...Object.values(given));
    host = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => host!.once('listening', resolve));
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/canditech/token`;
    return (init) => fetch(url, init);
  }
  function openNext(isList: boolean): Promise<Post> {
    const currentUser = () => Promise.resolve({ id: 7, name: 'Rita' });
    const given = { currentUser, ...ours, process: { env } };
    const route = compileFunction(`${compiled('Next', isList)}; return POST`, Object.keys(given));
    const post = route(...Object.values(given)) as (request: Request) => Promise<Response>;
    return Promise.resolve((init) => post(new Request(`${ORIGIN}/canditech/token`, init)));
  }

  const asked = (body: object, site?: string): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(site && { 'Sec-Fetch-Site': site }) },
    body: JSON.stringify({ reason: 'initial', ...body }),
  });
  const ROUTES = { Express: openExpress, Next: openNext };

  describe.each(Object.entries(ROUTES))('for %s', (_name, open) => {
    async function tokenOf(given: Response) {
      const { token, expiresIn } = (await given.json()) as { token: string; expiresIn: number };
      expect([given.status, expiresIn, given.headers.get('cache-control')]).toEqual([201, 600, 'no-store']);
      const headers = { Authorization: `Bearer ${token}`, Origin: ORIGIN };
      return (path: string) => server.call('GET', path, undefined, headers);
    }

    test('gives a token for a candidate of the user, and for nobody else', async () => {
      const post = await open(false);
      const call = await tokenOf(await post(asked({ candidateId: 'c-1' })));
      const { body } = await call('/v1/me');
      expect(body.embed).toMatchObject({ actor: { name: 'Rita' }, candidate: OWN });
      expect((await post(asked({ candidateId: 'c-2' }))).status).toBe(403);
    });

    test('gives one for all of a list, and none for an empty one', async () => {
      const post = await open(true);
      const call = await tokenOf(await post(asked({ candidateId: 'c-1', context: 'p-1' })));
      for (const [id, status] of Object.entries({ 'c-1': 200, 'c-3': 200, 'c-2': 403 }))
        expect((await call(`/v1/invitations?candidate=${id}`)).status, id).toBe(status);
      expect((await post(asked({ candidateId: 'c-1', context: 'p-2' }))).status).toBe(403);
    });

    test.each([false, true])('refuses what another site asks for; a list: %s', async (isList) => {
      const post = await open(isList);
      const body = { candidateId: 'c-1', context: 'p-1' };
      expect((await post(asked(body, 'same-origin'))).status).toBe(201);
      for (const site of ['cross-site', 'same-site', 'none'])
        expect((await post(asked(body, site))).status, site).toBe(403);
    });
  });

  test('name what they import, the route and the place of the key', () => {
    for (const [name, parts] of Object.entries({
      Django: ['import json, requests', 'path("canditech/token"', 'or request.user.get_username()'],
      Rails: ['require "net/http"', 'post "/canditech/token"'],
      Laravel: ['use Illuminate\\Http\\Request;', 'config/services.php'],
      'ASP.NET': ['using System.Security.Claims;', 'Results.StatusCode(403)', 'AddHttpClient("canditech"'],
    }))
      for (const { code, what } of routesOf(name))
        for (const part of parts) expect(code, what).toContain(part);
  });

  test.each(VARIANTS)(
    '$what: is short, and looks who asks and for whom before it asks for a token',
    ({ code }) => {
      expect(code.split('\n').length).toBeLessThanOrEqual(28);
      const places = ['Sec-Fetch-Site', 'your own check, first', '/v1/embed/sessions'].map((part) =>
        code.indexOf(part),
      );
      expect(places[0]).toBeGreaterThan(0);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    },
  );

  test.skipIf(spawnSync('python3', ['--version']).status !== 0).each(routesOf('Django'))(
    '$what: is Python',
    ({ code }) => {
      const parse = ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'];
      expect(String(spawnSync('python3', parse, { input: code }).stderr)).toBe('');
    },
  );

  /** Quotes that are alone in their line, and brackets that nothing closes or that close nothing. */
  function problemsOf(code: string, comment: string): string[] {
    const open: string[] = [];
    const problems: string[] = [];
    for (const line of code.split('\n')) {
      const bare = line.replace(/"[^"]*"|'[^']*'/g, '').split(comment)[0]!;
      if (/["']/.test(bare)) problems.push(line);
      for (const sign of bare.match(/[()[\]{}]/g) ?? [])
        if ('([{'.includes(sign)) open.push(')]}'['([{'.indexOf(sign)]!);
        else if (open.pop() !== sign) problems.push(line);
    }
    return [...problems, ...open];
  }

  test.each(routesOf('Rails', 'Laravel', 'ASP.NET'))(
    '$what: has balanced brackets and quotes, which is all that is checked of its syntax',
    ({ name, code }) => {
      expect(problemsOf(code, name === 'Rails' ? '#' : '//')).toEqual([]);
      const count = (pattern: RegExp) => code.match(pattern)?.length ?? 0;
      if (name === 'Rails') expect(count(/^ *(class|def) /gm)).toBe(count(/^ *end$/gm));
      // C# takes no statement below a type.
      if (name === 'ASP.NET') expect(code.split('\n').at(-1)).toMatch(/^record TokenRequest/);
    },
  );

  test.each(routesOf('Laravel'))('$what: imports nothing that its file imports already', ({ code }) => {
    const imported = [...code.matchAll(/^use (.+);/gm)].map(([, name]) => name!.split('\\').at(-1));
    expect(imported).toEqual(['VerifyCsrfToken', 'Request', 'Http']);
  });

  test('are for a list where the page shows one', () => {
    const manifest = {
      server: 'https://tests.example',
      snippets: { pinned: '', evergreen: '', csp: '', trustedTypes: '' },
      people: ['Mina Park'],
    };
    const codeOf = (scenario: string) =>
      snippetsOf({ scenario }, manifest).find(({ name }) => name === 'Express')!.code;
    expect(codeOf('badge')).toContain('listCandidatesVisibleTo');
    expect(codeOf('picker')).toContain('findCandidateVisibleTo');
  });
});
