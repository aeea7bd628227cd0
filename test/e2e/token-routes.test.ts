import express from 'express';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenRoutes } from '../../demo/studio/browser/token-routes.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('the token routes', () => {
  const ORIGIN = 'https://ats.acme.example';
  const OWN = { externalId: 'c-1', name: 'Mina Park', email: 'mina@mail.example' };
  const findCandidateVisibleTo = (_user: unknown, id: string) => Promise.resolve(id === 'c-1' ? OWN : null);
  let server: TestServer;
  let env: Record<string, string>;
  let host: Server | undefined;

  beforeAll(async () => {
    server = await startTestServer();
    const { admin } = await server.workspace();
    const key = { name: 'Host', origins: [ORIGIN], maxRole: 'recruiter' };
    env = { CANDITECH_EMBED_KEY: (await admin.call('POST', '/v1/settings/embed-keys', key)).body.key };
  });
  afterAll(async () => {
    host?.close();
    await server?.close();
  });

  /** As TypeScript reads it; it names what is no syntax. */
  function compiled(name: string): string {
    const { code } = tokenRoutes({ server: server.url, origin: ORIGIN }).find((one) => one.name === name)!;
    const { outputText, diagnostics } = ts.transpileModule(code, {
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
    return outputText.replace('export ', '');
  }
  const bodyOf = (candidateId: string) => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ candidateId, reason: 'initial' }),
  });
  async function expectTokenFor(ask: (candidateId: string) => Promise<Response>): Promise<void> {
    const given = await ask('c-1');
    const { token, expiresIn } = (await given.json()) as { token: string; expiresIn: number };
    expect([given.status, expiresIn, given.headers.get('cache-control')]).toEqual([201, 600, 'no-store']);
    const me = await server.call('GET', '/v1/me', undefined, {
      Authorization: `Bearer ${token}`,
      Origin: ORIGIN,
    });
    expect(me.body.embed).toMatchObject({ actor: { name: 'Rita' }, candidate: OWN });
    expect((await ask('c-2')).status).toBe(403);
  }

  test('for Express gives a token for candidates of the user alone', async () => {
    const app = express();
    const requireLogin: express.RequestHandler = (req, _res, next) => {
      Object.assign(req, { user: { id: 7, name: 'Rita' } });
      next();
    };
    const names = ['app', 'express', 'requireLogin', 'findCandidateVisibleTo', 'process'];
    compileFunction(compiled('Express'), names)(app, express, requireLogin, findCandidateVisibleTo, { env });
    host = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => host!.once('listening', resolve));
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/canditech/token`;
    await expectTokenFor((id) => fetch(url, bodyOf(id)));
  });

  test('for Next gives a token for candidates of the user alone', async () => {
    const currentUser = () => Promise.resolve({ id: 7, name: 'Rita' });
    const names = ['currentUser', 'findCandidateVisibleTo', 'process'];
    const route = compileFunction(`${compiled('Next')}; return POST`, names);
    const post = route(currentUser, findCandidateVisibleTo, { env }) as (
      request: Request,
    ) => Promise<Response>;
    await expectTokenFor((id) => post(new Request('https://ats.acme.example/canditech/token', bodyOf(id))));
  });

  test('name what they import, the route and the place of the key', () => {
    const codeOf = Object.fromEntries(
      tokenRoutes({ server: 'https://tests.example', origin: ORIGIN }).map(({ name, code }) => [name, code]),
    );
    for (const [name, parts] of Object.entries({
      Django: ['import json, requests', 'path("canditech/token"', 'or request.user.get_username()'],
      Rails: ['require "net/http"', 'post "/canditech/token"'],
      Laravel: ['use Illuminate\\Http\\Request;', 'config/services.php'],
      'ASP.NET': ['using System.Security.Claims;', 'Results.StatusCode(403)', 'AddHttpClient("canditech"'],
    }))
      for (const part of parts) expect(codeOf[name], name).toContain(part);
    // C# takes no statement below a type.
    expect(codeOf['ASP.NET']!.split('\n').at(-1)).toMatch(/^record TokenRequest/);
  });

  test('are short, and ask whose candidate it is before they ask for a token', () => {
    for (const { name, code } of tokenRoutes({ server: 'https://tests.example', origin: ORIGIN })) {
      expect(code.split('\n').length, name).toBeLessThanOrEqual(25);
      expect(code.indexOf('your own check, first'), name).toBeGreaterThan(0);
      expect(code.indexOf('your own check, first'), name).toBeLessThan(code.indexOf('/v1/embed/sessions'));
    }
  });
});
