import { Router } from 'express';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PEOPLE, SCENARIOS } from '../../widget/demo/data.ts';
import { Html, html, toPage, type Page } from '../html.ts';
import { controls, type ElementManifest } from './controls.ts';
import { studioStyle } from './style.ts';

interface Options {
  canditechUrl: string;
  /** Browsers load the element from here. */
  canditechPublicUrl: string;
  /** Folder of the build. */
  dist: string;
  page: Pick<Page, 'brand' | 'nav'>;
}

const LEAST_WIDTH = 240;
const MOST_WIDTH = 1600;

function elementIn(dist: string): ElementManifest {
  const manifest = JSON.parse(readFileSync(join(dist, 'widget/custom-elements.json'), 'utf8')) as {
    modules: { declarations?: (ElementManifest & { tagName?: string })[] }[];
  };
  return manifest.modules
    .flatMap(({ declarations = [] }) => declarations)
    .find(({ tagName }) => tagName === 'canditech-assessment')!;
}

const toolbar = html`<div class="toolbar">
  <span class="field">
    <label for="scenario">Scenario</label>
    <select id="scenario" name="scenario">
      ${Object.keys(SCENARIOS).map((name) => html`<option>${name}</option>`)}
    </select>
  </span>
  <span class="field"
    ><label for="slider">Width</label>
    <input id="slider" type="range" min="${LEAST_WIDTH}" max="${MOST_WIDTH}" step="10" />
    <input id="width" name="width" type="hidden" />
    <output id="size" for="slider"></output>
    <button type="button" id="fit" class="plain">Fit</button></span
  >
  <label class="tick"><input type="checkbox" name="dark" value="on" /> Dark page</label>
  <label class="tick"><input type="checkbox" name="rtl" value="on" /> Right to left</label>
  <span class="end">
    <button type="button" id="again" class="plain">Start again</button>
    <button type="button" id="link" class="plain">Copy link</button>
  </span>
</div>`;

const code = (server: string) =>
  html`<section class="code" aria-labelledby="code-title">
    <h2 id="code-title">Copy it</h2>
    <div class="toolbar">
      <span class="field"
        ><label for="script">Script</label>
        <select id="script" name="script">
          <option value="">evergreen</option>
          <option>pinned</option>
        </select></span
      ><span class="field"
        ><label for="server">Server</label>
        <input id="server" name="server" type="url" autocomplete="off" placeholder="${server}" /></span
      ><span class="field"
        ><label for="origin">Your pages</label>
        <input id="origin" name="origin" type="url" autocomplete="off" placeholder="https://ats.acme.example"
      /></span>
    </div>
    <div id="tabs" role="tablist" aria-label="Snippets"></div>
    <div id="snippet" role="tabpanel" aria-labelledby="tabs">
      <p class="file"><span id="file"></span><button type="button" id="copy" class="plain">Copy</button></p>
      <pre tabindex="0" role="region" aria-labelledby="file"><code id="source"></code></pre>
    </div>
  </section>`;

const log = html`<section aria-labelledby="log-title">
  <h2 id="log-title">Events</h2>
  <ol id="log" tabindex="0" aria-labelledby="log-title"></ol>
  <p id="log-empty" class="note">What the element tells its page appears here.</p>
</section>`;

const main = (element: ElementManifest, server: string): Html =>
  html`<h1>Studio</h1>
    <div class="studio">
      <div class="stage-side">
        <h2 id="stage-title" class="unseen">Preview</h2>
        ${toolbar}
        <div id="stage" tabindex="0" role="region" aria-labelledby="stage-title">
          <div id="page"></div>
        </div>
      </div>
      <div class="controls" role="group" aria-label="Settings of the element">${controls(element)}</div>
      <div class="below">${code(server)}${log}</div>
    </div>
    <p id="said" role="status"></p>`;

/** The real element in every state, with a control for all that a host can set, and the code that gives the same. */
export function studioRoutes({ canditechUrl, canditechPublicUrl, dist, page }: Options): Router {
  const router = Router();
  const element = elementIn(dist);
  router.get('/studio/studio.js', (_req, res) => res.sendFile('demo/studio.js', { root: dist }));
  router.get('/studio', async (_req, res) => {
    const answer = await fetch(`${canditechUrl}/embed/v1/manifest.json`);
    const { snippets } = (await answer.json()) as { snippets: unknown };
    const events = element.events.map(({ name }) => name);
    const data = JSON.stringify({
      server: canditechPublicUrl,
      snippets,
      events,
      people: PEOPLE.map(([name]) => name),
    });
    const head = html`<style>
        ${new Html(studioStyle)}
      </style>
      <script type="module" src="${canditechPublicUrl}/embed/v1/loader.js" crossorigin></script>
      <script type="module" src="/studio/studio.js"></script>
      <meta name="canditech-manifest" content="${data}" />`;
    res.send(
      toPage({ ...page, title: 'Studio', path: '/studio', head, main: main(element, canditechPublicUrl) }),
    );
  });
  return router;
}
