import { AssessmentList, AssessmentStats } from '../../server/contract/assessment.ts';
import { Problem } from '../../server/contract/error.ts';
import { InvitationChanged, InvitationList, InvitationView } from '../../server/contract/invitation.ts';
import { Me } from '../../server/contract/me.ts';
import { ResultView } from '../../server/contract/result.ts';
import { PEOPLE, SCENARIOS } from '../../widget/demo/data.ts';
import { openDemo } from '../../widget/demo/demo.ts';
import { expect } from './support/expect.ts';

/** Calls as the element does. */
function caller(scenario: string) {
  const { transport } = openDemo(scenario);
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const init = { method, headers, body: body === undefined ? null : JSON.stringify(body) };
    const response = await transport(`https://demo.invalid/v1${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      etag: response.headers.get('ETag') ?? '',
      body: text ? JSON.parse(text) : undefined,
    };
  };
}
const ID = '00000000-0000-4000-8000-000000000900';
const WHO = { externalId: 'demo-1', name: 'Amara Okafor', email: 'amara@mail.example' };
const inputOf = async (call: ReturnType<typeof caller>, name = 'Bookkeeping') => {
  const { items } = (await call('GET', '/assessments?limit=100')).body;
  return { assessmentId: items.find((one: any) => one.name === name).id, candidate: WHO };
};

describe('what a demo answers', () => {
  it('has the shapes of the server’s contract, in every scenario', async () => {
    const healthy = Object.entries(SCENARIOS).filter(([, { trouble = 'offline' }]) => trouble === 'offline');
    expect(healthy.length).to.be.greaterThan(10);
    for (const [name] of healthy) {
      const call = caller(name);
      Me.parse((await call('GET', '/me')).body);
      AssessmentList.parse((await call('GET', '/assessments?limit=20')).body);
      for (const { id } of InvitationList.parse((await call('GET', '/invitations?limit=100')).body).items) {
        const view = InvitationView.parse((await call('GET', `/invitations/${id}`)).body);
        const result = ResultView.parse((await call('GET', `/invitations/${id}/result`)).body);
        expect([result.status, result.invitationId]).to.deep.equal([view.status, id]);
        const points = result.sections.reduce((sum, one) => sum + one.points, 0);
        expect(Math.abs(points - (result.overall?.points ?? 0)) < 0.01).to.equal(true);
      }
    }
    AssessmentStats.parse((await caller('picker')('GET', '/assessments/1/stats')).body);
  });

  it('pages through forty assessments in six languages', async () => {
    const call = caller('picker');
    const { items, nextCursor } = (await call('GET', '/assessments?limit=20')).body;
    const rest = (await call('GET', `/assessments?limit=1000&cursor=${nextCursor}`)).body;
    expect([items.length, rest.items.length, rest.nextCursor]).to.deep.equal([20, 20, undefined]);
    expect(new Set([...items, ...rest.items].map(({ language }) => language)).size).to.equal(6);
  });

  it('refuses what the server refuses, in its words for programs', async () => {
    const codes: Record<string, unknown> = {};
    const refused = async (name: string, answer: Promise<{ status: number; body: any }>) => {
      const { status, body } = await answer;
      const { code } = Problem.loose().parse(body);
      codes[name] = [status, code];
    };
    for (const name of ['expired-token', 'forbidden', 'error'])
      await refused(name, caller(name)('GET', '/me'));
    const call = caller('completed');
    const input = await inputOf(call);
    const path = `/invitations/${ID}`;
    await refused('no name', call('POST', '/invitations', { ...input, candidate: { ...WHO, name: '' } }));
    await refused(
      'no address',
      call('POST', '/invitations', { ...input, candidate: { ...WHO, email: 'x' } }),
    );
    await refused('nothing said', call('POST', `${path}/comments`, { text: ' ' }));
    await refused('time after the end', call('POST', `${path}/extra-time`, { minutes: 5 }));
    await refused('a link that is used', call('POST', `${path}/extend`, { days: 5 }));
    await refused('undo of an old one', call('POST', `${path}/undo`, {}));
    await refused('nobody', call('GET', `/invitations/nobody`));
    await refused('nothing', call('GET', `/nothing`));
    expect(codes).to.deep.equal({
      'expired-token': [401, 'token_expired'],
      forbidden: [403, 'scope_missing'],
      error: [503, 'unavailable'],
      'no name': [422, 'validation_failed'],
      'no address': [422, 'validation_failed'],
      'nothing said': [422, 'validation_failed'],
      'time after the end': [409, 'conflict'],
      'a link that is used': [409, 'conflict'],
      'undo of an old one': [409, 'conflict'],
      nobody: [404, 'not_found'],
      nothing: [404, 'not_found'],
    });
  });

  it('is the same in every run, and knows what has not changed', async () => {
    const [one, other] = [caller('picker'), caller('picker')];
    const input = await inputOf(one);
    const ids = await Promise.all([one, other].map((call) => call('POST', '/invitations', input)));
    expect(ids[0]!.body.id).to.equal(ids[1]!.body.id);
    const { etag } = await one('GET', '/assessments?limit=20');
    const again = await one('GET', '/assessments?limit=20', undefined, { 'If-None-Match': etag });
    expect([again.status, again.body]).to.deep.equal([304, undefined]);
  });

  it('takes any token, as each renewal brings another', async () => {
    const call = caller('completed');
    for (const token of ['demo', 'demo-2', ''])
      expect((await call('GET', '/me', undefined, { Authorization: `Bearer ${token}` })).status).to.equal(
        200,
      );
  });

  it('gives the newest of each candidate for a list of badges', async () => {
    const { items } = (await caller('badge')('GET', '/invitations?latest=true')).body;
    expect(items.map((one: any) => one.candidate.externalId)).to.deep.equal(
      PEOPLE.map((_, i) => `demo-${i + 1}`),
    );
  });
});

describe('what a page does in a demo', () => {
  it('is followed by what the candidate does, told by the stream, up to the result', async function () {
    this.timeout(40_000);
    const { transport } = openDemo('picker');
    const end = new AbortController();
    const stream = await transport('https://demo.invalid/v1/events', { signal: end.signal });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    const seen: string[] = [];
    const input = await inputOf(caller('picker'));
    const request = { method: 'POST', body: JSON.stringify(input) };
    const { id } = await (await transport('https://demo.invalid/v1/invitations', request)).json();
    for (let status = ''; status !== 'completed';) {
      const { value } = await reader.read();
      const change = InvitationChanged.parse(JSON.parse(/^data: (.+)$/m.exec(value as string)![1]!));
      expect([change.invitationId, change.candidateExternalId]).to.deep.equal([id, 'demo-1']);
      ({ status } = change);
      seen.push(status);
    }
    expect(seen).to.deep.equal(['invited', 'invited', 'started', 'submitted', 'completed']);
    const { overall } = await (await transport(`https://demo.invalid/v1/invitations/${id}/result`)).json();
    expect(overall.percent).to.equal(78);
    end.abort();
  });

  it('can be undone while the mail is held; a second invitation names the first', async () => {
    const call = caller('picker');
    const input = await inputOf(call);
    const made = await call('POST', '/invitations', { ...input, holdSeconds: 10 });
    expect([made.status, InvitationView.parse(made.body).heldUntil !== undefined]).to.deep.equal([201, true]);
    const twice = await call('POST', '/invitations', input);
    expect([twice.status, twice.body.code, twice.body.current]).to.deep.equal([
      409,
      'already_invited',
      made.body.id,
    ]);
    expect((await call('POST', `/invitations/${made.body.id}/undo`, {})).status).to.equal(200);
    expect((await call('GET', `/invitations/${made.body.id}`)).status).to.equal(404);
    expect((await call('POST', '/invitations', input)).status).to.equal(201);
  });

  it('adds time up, moves the deadline, and stops where the server stops', async () => {
    const call = caller('started');
    const before = (await call('GET', `/invitations/${ID}`)).body;
    await call('POST', `/invitations/${ID}/extra-time`, { minutes: 15 });
    const { body } = await call('POST', `/invitations/${ID}/extra-time`, { minutes: 30 });
    expect([body.extraMinutes, Date.parse(body.deadlineAt) - Date.parse(before.deadlineAt)]).to.deep.equal([
      45,
      45 * 60_000,
    ]);
    expect((await call('POST', `/invitations/${ID}/extra-time`, { minutes: 200 })).status).to.equal(409);
  });

  it('mends an address, extends a link and sends again to Ashby', async () => {
    const failed = caller('mail-failed');
    const mended = (await failed('POST', `/invitations/${ID}/address`, { email: 'new@mail.example' })).body;
    expect([mended.mail.state, mended.candidate.email]).to.deep.equal(['accepted', 'new@mail.example']);
    expect((await failed('POST', `/invitations/${ID}/address`, { email: 'new' })).status).to.equal(422);
    const extended = (await caller('expired')('POST', `/invitations/${ID}/extend`, { days: 7 })).body;
    expect([extended.status, Date.parse(extended.expiresAt) > Date.now()]).to.deep.equal(['invited', true]);
    const sent = (await caller('not-in-ashby')('POST', `/invitations/${ID}/sync`, {})).body;
    expect(sent.ashby.state).to.equal('in_sync');
  });

  it('comments, changes what is its own alone, decides, and hears when it was too late', async () => {
    const call = caller('completed');
    const path = `/invitations/${ID}`;
    const { etag, body } = await call('GET', `${path}/result`);
    const [other, own] = body.comments;
    const change = (id: string) => call('PUT', `${path}/comments/${id}`, { text: 'Changed' });
    expect((await change(other.id)).body.code).to.equal('forbidden');
    const changed = ResultView.parse((await change(own.id)).body).comments[1]!;
    expect([changed.text, changed.editedAt !== undefined]).to.deep.equal(['Changed', true]);
    const late = await call('PUT', `${path}/decision`, { decision: 'hold' }, { 'If-Match': etag });
    expect([late.status, late.body.code, late.body.current.comments[1].text]).to.deep.equal([
      412,
      'stale',
      'Changed',
    ]);
    const fresh = (await call('GET', `${path}/result`)).etag;
    const decided = await call('PUT', `${path}/decision`, { decision: 'hold' }, { 'If-Match': fresh });
    expect(decided.body.decision.value).to.equal('hold');
    const left = await call('DELETE', `${path}/comments/${own.id}`);
    expect(left.body.comments.map(({ id }: any) => id)).to.deep.equal([other.id]);
  });
});
