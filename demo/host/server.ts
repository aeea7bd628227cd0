import express, { Router } from 'express';
import { address, html, toPage, type Html } from '../html.ts';
import { studioRoutes } from '../studio/server.ts';

interface Options {
  canditechUrl: string;
  /** Browsers load the element from here. */
  canditechPublicUrl: string;
  embedKey: string;
  origin: string;
  /** Folder of the build. */
  dist: string;
  /** Candidates that this company also has in Ashby, under their ids there. */
  alsoInAshby: () => HostCandidate[];
}

export interface HostCandidate {
  id: string;
  name: string;
  email: string;
  role: string;
}

const CANDIDATES: HostCandidate[] = [
  { id: 'c-1001', name: 'Amara Okafor', email: 'amara.okafor@mail.example', role: 'Junior developer' },
  { id: 'c-1002', name: 'Luca Bianchi', email: 'luca.bianchi@mail.example', role: 'Data analyst' },
  { id: 'c-1003', name: 'Hana Suzuki', email: 'hana.suzuki@mail.example', role: 'Support specialist' },
];
const PAGE = {
  brand: 'Northwind People (host ATS)',
  nav: [
    { href: '/', label: 'Candidates' },
    { href: '/studio', label: 'Studio' },
  ],
};

/** What a real host sends with its pages: no more than the element needs. */
const policyOf = (canditech: string) =>
  [
    "default-src 'none'",
    `script-src 'self' ${canditech}`,
    `connect-src 'self' ${canditech}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types canditech-embed',
  ].join('; ');

function listPage(candidates: HostCandidate[]): Html {
  const rows = candidates.map(
    ({ id, name, role, email }) =>
      html`<tr>
        <td><a href="/candidates/${id}">${name}</a></td>
        <td>${role}</td>
        <td>${address(email)}</td>
      </tr>`,
  );
  return html`<h1>Candidates</h1>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Applied for</th>
            <th scope="col">E-mail</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}

function candidatePage({ id, name, role, email }: HostCandidate, canditech: string): Html {
  return html`<h1>${name}</h1>
    <div class="columns">
      <section>
        <dl>
          <dt>Applied for</dt>
          <dd>${role}</dd>
          <dt>E-mail</dt>
          <dd>${address(email)}</dd>
          <dt>Id here</dt>
          <dd>${id}</dd>
        </dl>
        <p class="note">This page belongs to the host. The panel beside it is the embedded element.</p>
      </section>
      <section aria-labelledby="assessment">
        <h2 id="assessment">Skills assessment</h2>
        <canditech-assessment
          api-base="${canditech}"
          token-endpoint="/canditech/token"
          candidate-id="${id}"
        ></canditech-assessment>
      </section>
    </div>`;
}

/** A host ATS: its own pages, and a small backend that mints a token for the person who is signed in there. */
export function hostRoutes({
  canditechUrl,
  canditechPublicUrl,
  embedKey,
  origin,
  dist,
  alsoInAshby,
}: Options): Router {
  const router = Router();
  const candidates = () => [...CANDIDATES, ...alsoInAshby()];
  router.use((_req, res, next) => {
    res.set('Content-Security-Policy', policyOf(canditechPublicUrl));
    next();
  });
  router.use(studioRoutes({ canditechUrl, canditechPublicUrl, dist, page: PAGE }));
  router.get('/', (_req, res) => {
    res.send(toPage({ ...PAGE, title: 'Candidates', path: '/', main: listPage(candidates()) }));
  });
  router.get('/candidates/:id', (req, res, next) => {
    const candidate = candidates().find(({ id }) => id === req.params.id);
    if (!candidate) return next();
    const head = html`<script
      type="module"
      src="${canditechPublicUrl}/embed/v1/loader.js"
      crossorigin
    ></script>`;
    const main = candidatePage(candidate, canditechPublicUrl);
    res.send(toPage({ ...PAGE, title: candidate.name, path: '/candidates', head, main }));
  });
  router.post('/canditech/token', express.json(), async (req, res) => {
    // A real host checks here that its signed-in user may see this candidate, and picks the role.
    const { candidateId } = (req.body ?? {}) as { candidateId?: string };
    const candidate = candidates().find(({ id }) => id === candidateId);
    if (!candidate || req.headers.origin !== origin) return res.sendStatus(403);
    const minted = await fetch(`${canditechUrl}/v1/embed/sessions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${embedKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        sub: 'host-user-7',
        actor: { name: 'Rita Recruiter' },
        role: 'recruiter',
        candidate: { externalId: candidate.id, name: candidate.name, email: candidate.email },
        origin,
      }),
    });
    res
      .status(minted.status)
      .set('Cache-Control', 'no-store')
      .json(await minted.json());
  });
  return router;
}
