import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHost } from '../embed/host.ts';
import { handIn, publish } from '../support/journey.ts';
import { startTestServer, type Call, type Member, type TestServer } from '../support/server.ts';

let server: TestServer;
let workspace: { id: string; admin: Member };
let reviewer: Member;
let assessmentId: string;

beforeAll(async () => {
  server = await startTestServer();
  workspace = await server.workspace();
  reviewer = await server.member(workspace.id, 'reviewer');
  assessmentId = (await publish(workspace.admin)).id;
});
afterAll(() => server?.close());

/** A comment of the caller, and what can be done with it. */
async function said(call: Call = reviewer.call, invitationId?: string) {
  const id = invitationId ?? (await handIn(server, workspace.admin, assessmentId)).id;
  const added = await call('POST', `/v1/invitations/${id}/comments`, { text: 'Good' });
  const path = `/v1/invitations/${id}/comments/${added.body.comments.at(-1).id}`;
  return {
    id,
    etag: added.headers.get('etag')!,
    edit: (text: string, headers = {}, by = call) => by('PUT', path, { text }, headers),
    remove: (headers = {}, by = call) => by('DELETE', path, undefined, headers),
    comments: async () => (await call('GET', `/v1/invitations/${id}/result`)).body.comments,
    kinds: async () =>
      (await workspace.admin.call('GET', `/v1/invitations/${id}`)).body.timeline
        .map(({ kind }: any) => kind)
        .filter((kind: string) => kind.startsWith('comment')),
  };
}

test('two edits at once both happen, one after the other, and the last one stays', async () => {
  const comment = await said();
  const answers = await Promise.all([comment.edit('Better'), comment.edit('Best')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const [{ text }, ...others] = await comment.comments();
  expect(['Better', 'Best']).toContain(text);
  expect(others).toEqual([]);
  expect(await comment.kinds()).toEqual(['commented', 'comment_edited', 'comment_edited']);
});

test('of two edits upon the same state the second is told so, and sees the first', async () => {
  const comment = await said();
  const match = { 'If-Match': comment.etag };
  const answers = await Promise.all([comment.edit('Better', match), comment.edit('Best', match)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  const [refused, taken] = answers.toSorted((a, b) => b.status - a.status);
  expect(refused!.body.current.comments[0].text).toBe(taken!.body.comments[0].text);
});

test('an edit whose answer was lost can be sent again as it was', async () => {
  const comment = await said();
  const match = { 'If-Match': comment.etag };
  expect((await comment.edit('Better', match)).status).toBe(200);
  const { status, body } = await comment.edit('Better', match);
  expect([status, body.comments[0].text]).toEqual([200, 'Better']);
  expect(await comment.kinds()).toEqual(['commented', 'comment_edited']);
});

test('an edit never brings a deleted comment back', async () => {
  const comment = await said();
  await comment.edit('Better');
  const [removed, edited] = await Promise.all([comment.remove(), comment.edit('Best')]);
  expect(removed.status).toBe(200);
  expect([200, 404]).toContain(edited.status);
  expect(await comment.comments()).toEqual([]);
  const late = await comment.edit('Late');
  expect([late.status, late.body.code]).toEqual([404, 'not_found']);
});

test('a user of a host is nobody else, not even one of the same id at another host or among the members', async () => {
  const { id } = await handIn(server, workspace.admin, assessmentId);
  const externalId = 'c-1';
  const candidate = { candidate: { externalId } };
  await server.ctx.db.invitations.updateOne({ _id: id }, { $set: { 'candidate.externalId': externalId } });
  const [host, other] = [await makeHost(server, workspace.admin), await makeHost(server, workspace.admin)];
  const uma = await host.caller(candidate);
  const comment = await said(uma, id);
  const strangers = [await other.caller(candidate), await host.caller({ ...candidate, sub: 'u2' })];
  for (const stranger of strangers) {
    expect((await comment.edit('Bad', {}, stranger)).body.code).toBe('forbidden');
    expect((await comment.remove({}, stranger)).body.code).toBe('forbidden');
    const seen = await stranger('GET', `/v1/invitations/${id}/result`);
    expect(seen.body.comments).toMatchObject([{ isOwn: false, text: 'Good' }]);
  }
  const ofMember = await said(reviewer.call, id);
  const namesake = await host.caller({ ...candidate, sub: reviewer.id });
  expect((await ofMember.edit('Bad', {}, namesake)).body.code).toBe('forbidden');
  const again = await host.caller(candidate);
  expect((await comment.edit('Very good', {}, again)).body.comments[0]).toMatchObject({
    isOwn: true,
    text: 'Very good',
  });
});
