import type { EmbedKeyView } from '../../server/contract/embed.ts';

type Key = Pick<EmbedKeyView, 'id' | 'origins' | 'maxRole' | 'isPublic'>;

/** One origin that the key lets in. */
const originFor = ([first = 'https://ats.acme.example']: string[]) =>
  first.replace('*.', 'ats.').replace(':*', ':3000');

const minted = (server: string, claims: string) => `
  const headers = { Authorization: \`Bearer \${process.env.CANDITECH_EMBED_KEY}\`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ ${claims} });
  const minted = await fetch('${server}/v1/embed/sessions', { method: 'POST', headers, body });
  res.status(minted.status).set('Cache-Control', 'no-store').json(await minted.json());`;

const signed = (kid: string, claims: string) => `
  const claims = { aud: 'canditech-embed', ${claims}, sid: req.session.id, jti: randomUUID() };
  const header = { alg: 'ES256', kid: '${kid}', typ: 'canditech-embed+jwt' };
  const token = jwt.sign(claims, privateKey, { expiresIn: 600, header });
  res.set('Cache-Control', 'no-store').json({ token, expiresIn: 600 });`;

/** What gives tokens for this key in the host's backend: who asks, may they see whom they ask for, then a token. */
export function tokenRoute(server: string, key: Key | undefined): string {
  const { origins = [], maxRole = 'recruiter' } = key ?? {};
  const claims = `sub: String(req.user.id), actor: { name: req.user.name }, role: '${maxRole}', candidate, origin: '${originFor(origins)}'`;
  return `app.post('/canditech/token', requireLogin, express.json(), async (req, res) => {
  if ((req.get('Sec-Fetch-Site') ?? 'same-origin') !== 'same-origin') return res.sendStatus(403); // another site
  const found = await findVisibleTo(req.user, req.body.candidateId); // your own check, first
  if (!found) return res.sendStatus(403);
  const candidate = { externalId: String(found.id), name: found.name, email: found.email }; // these three alone${
    key?.isPublic ? signed(key.id, claims) : minted(server, claims)
  }
});`;
}
