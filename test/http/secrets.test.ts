import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handIn, publish } from '../support/journey.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let logged = '';
const logTo = new Writable({
  write(chunk: Buffer, _encoding, done) {
    logged += chunk.toString();
    done();
  },
});
const ASHBY_KEY = 'ashby-key-that-nobody-may-see';
const secrets: Record<string, string> = { ashbyKey: ASHBY_KEY };

async function journey(): Promise<void> {
  const { id, admin } = await server.workspace();
  await server.member(id, 'reviewer');
  server.mails.all.length = 0;
  await server.call('POST', '/v1/sign-in', { email: admin.email });
  const mail = await server.mails.wait((m) => m.to.includes(admin.email));
  secrets['signInToken'] = mail.links[0]!.split('#')[1]!;
  const signedIn = await server.call('POST', '/v1/sign-in/exchange', { token: secrets['signInToken'] });
  secrets['sessionCookie'] = /canditech=([^;]+)/.exec(signedIn.headers.getSetCookie()[0]!)![1]!;
  await server.call('GET', '/v1/me', undefined, { Cookie: `canditech=${secrets['sessionCookie']}` });

  await admin.call('PUT', '/v1/settings/ashby/ashby-key', { apiKey: ASHBY_KEY });
  server.ashby.answer((call) =>
    call.command === 'apiKey.info' ? { status: 401, body: { success: false } } : undefined,
  );
  await admin.call('POST', '/v1/settings/ashby/check', {});
  server.ashby.answer(null);
  secrets['canditechKey'] = await server.canditechKey(admin);
  await server.ashbyCall(secrets['canditechKey'], 'assessment.list', {});
  await server.ashbyCall(secrets['canditechKey'], 'assessment.start', { wrong: true });
  await server.ashbyCall(`${secrets['canditechKey']}x`, 'assessment.list', {});

  const embed = { name: 'Host', origins: ['https://ats.example'], maxRole: 'recruiter' };
  secrets['embedKey'] = (await admin.call('POST', '/v1/settings/embed-keys', embed)).body.key;
  const session = await server.call(
    'POST',
    '/v1/embed/sessions',
    { sub: 'u', actor: { name: 'U' }, role: 'viewer', origin: 'https://ats.example' },
    { Authorization: `Bearer ${secrets['embedKey']}` },
  );
  secrets['embedToken'] = session.body.token;
  for (const origin of ['https://ats.example', 'https://evil.example']) {
    await server.call('GET', '/v1/me', undefined, {
      Authorization: `Bearer ${session.body.token}`,
      Origin: origin,
    });
  }

  const { id: assessmentId } = await publish(admin);
  const sitting = await handIn(server, admin, assessmentId);
  secrets['linkSecret'] = sitting.link.split('#')[1]!;
  await server.settle();
  // Trouble is where secrets usually leak: the store is gone in the middle of a call.
  const { client } = server.ctx.db.invitations as unknown as {
    client: { close(force: boolean): Promise<void> };
  };
  await client.close(true);
  await server.call('POST', `/v1/take/${sitting.id}/exchange`, { secret: secrets['linkSecret'] });
  await server.call('POST', '/v1/sign-in/exchange', { token: secrets['signInToken'] });
}

beforeAll(async () => {
  server = await startTestServer({ env: { LOG_LEVEL: 'trace' }, logTo });
  await journey();
});
afterAll(() => server?.close());

test('the journey is logged: a line a request, deliveries, and the trouble at its end', () => {
  const lines = logged
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.filter((line) => line.msg === 'request completed').length).toBeGreaterThan(20);
  expect(lines.some((line) => line.msg === 'outbox: delivered')).toBe(true);
  expect(lines.some((line) => line.level >= 50 && line.err)).toBe(true);
});

test('no secret of the journey is in the log, whole or in part', () => {
  expect(Object.keys(secrets)).toHaveLength(7);
  for (const [name, secret] of Object.entries(secrets)) {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -4)];
    // Of a token its signature, of a key its secret part.
    forms.push(secret.slice(-30));
    for (const form of forms) expect([name, logged.includes(form)]).toEqual([name, false]);
  }
});

test('nobody’s name, address or answer is in the log', () => {
  expect(logged).not.toContain('Mina Park');
  expect(logged).not.toContain('@mail.example');
  expect(logged).not.toContain('Something.');
});
