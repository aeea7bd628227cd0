import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { callAshby, classify, retryAfterMs, type AshbyAnswer } from '../../server/ashby/client.ts';
import { readConfig } from '../../server/config.ts';
import { createLog } from '../../server/log.ts';

const DAY = 24 * 3600_000;
const now = Date.parse('2026-03-01T10:00:00Z');

describe('Retry-After', () => {
  test.each<[string | null, number | undefined]>([
    [null, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', 0],
    ['7', 7000],
    ['1.5', 1500],
    ['-5', 0],
    ['99999999', DAY],
    ['Sun, 01 Mar 2026 10:00:09 GMT', 9000],
    ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
    ['Sun, 01 Mar 2099 09:00:00 GMT', DAY],
  ])('%j is %s', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});

describe('what an answer means', () => {
  test.each<[number, string, Record<string, string>, AshbyAnswer['kind']]>([
    [200, '{"success":true}', {}, 'accepted'],
    [200, '', {}, 'accepted'],
    [204, '', {}, 'accepted'],
    [200, '{"success":false}', {}, 'refused'],
    [200, '{"success":false,"errors":[1,null],"errorInfo":[]}', {}, 'refused'],
    [200, '<html>', {}, 'transient'],
    [200, '{"success":tr', {}, 'transient'],
    [200, '"ok"', {}, 'transient'],
    [302, '', {}, 'transient'],
    [400, '{}', {}, 'refused'],
    [401, 'Unauthorized', {}, 'key_refused'],
    [403, 'Forbidden', {}, 'key_refused'],
    [403, '<title>Attention Required! | Cloudflare</title>', {}, 'transient'],
    [403, 'error code: 1010', {}, 'transient'],
    [404, '', {}, 'refused'],
    [408, '', {}, 'transient'],
    [422, '', {}, 'refused'],
    [429, '', {}, 'throttled'],
    [429, '', { 'x-ratelimit-scope': 'integration-partner' }, 'throttled'],
    [500, '', {}, 'transient'],
    [503, '{"success":false}', { 'retry-after': '9' }, 'transient'],
  ])('%d %s %j: %s', (status, body, headers, kind) => {
    expect(classify(status, new Headers(headers), body).kind).toBe(kind);
  });

  test('Ashby’s words are kept short', () => {
    const body = JSON.stringify({ success: false, errorInfo: { code: 'x', message: 'y'.repeat(100_000) } });
    const answer = classify(400, new Headers(), body) as { message: string };
    expect(answer.message.length).toBeLessThanOrEqual(500);
  });
});

const lines: string[] = [];
const callerOf = (ASHBY_API_URL: string) => ({
  fetch,
  config: readConfig({ ASHBY_API_URL, MASTER_KEY: randomBytes(32).toString('base64') }).config,
  log: createLog('warn', { write: (line) => void lines.push(line) }),
});

describe('a call', () => {
  let close = () => {};
  afterEach(() => close());

  async function call(listener: RequestListener, signal?: AbortSignal): Promise<AshbyAnswer> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    close = () => {
      server.closeAllConnections();
      server.close();
    };
    const ashby = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const target = { command: 'assessment.update' as const, body: '{}', apiKey: 'key' };
    return callAshby(callerOf(ashby), { ...target, ...(signal && { signal }) });
  }

  test('does not read an answer without end', async () => {
    let ended = false;
    const answer = await call((_req, res) => {
      res.on('close', () => (ended = true));
      const more = () => {
        while (res.write('x'.repeat(16_384)));
      };
      res.on('drain', more);
      more();
    });
    expect(answer.kind).toBe('transient');
    await eventually(() => ended).toBe(true);
  });

  test('P-24 asks for one version of the API, and tells the operator when that one ends', async () => {
    let asked = '';
    const answerWith = (status: string) => (req: IncomingMessage, res: ServerResponse) => {
      asked = String(req.headers['ashby-version']);
      res.setHeader('Ashby-Version-Status', status).end('{"success":true}');
    };
    expect((await call(answerWith('active'))).kind).toBe('accepted');
    expect([asked, lines.length]).toEqual(['2026-01-01', 0]);
    expect((await call(answerWith('deprecated'))).kind).toBe('accepted');
    expect(lines.join()).toMatch(/deprecated.*ASHBY_API_VERSION/);
  });

  test('ends when it is told to', async () => {
    const stop = new AbortController();
    const answer = await call(() => stop.abort(), stop.signal);
    expect(answer.kind).toBe('transient');
  });

  test('names the trouble when nobody is there', async () => {
    const target = { command: 'apiKey.info' as const, body: '{}', apiKey: 'secret-key' };
    const answer = await callAshby(callerOf('http://127.0.0.1:1'), target);
    expect(answer).toMatchObject({ kind: 'transient', message: expect.stringMatching(/cannot be reached/) });
    expect(JSON.stringify(answer)).not.toContain('secret-key');
  });
});
