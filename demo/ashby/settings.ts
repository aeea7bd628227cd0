import { Router } from 'express';
import { randomBytes } from 'node:crypto';
import { html, type Html } from '../html.ts';
import { text, toNotice, type Desk, type Form, type Notice } from './desk.ts';
import type { AshbyState } from './state.ts';

function settingsPage(
  state: AshbyState,
  { notice, newKey }: { notice?: Notice | undefined; newKey?: string } = {},
): Html {
  const keys = state.keys.filter((key) => !key.revoked);
  return html`<h1>Canditech integration</h1>
    ${toNotice(notice)}
    <div class="columns">
      <section>
        <h2>Canditech API Key</h2>
        <p>Make it in Canditech under Settings › Ashby and paste it here.</p>
        <form method="post" action="/settings/canditech-key">
          <label
            >Canditech API Key <input type="text" name="key" required autocomplete="off" value=""
          /></label>
          <button>Save and test</button>
        </form>
        <p class="note">
          ${state.canditechKey ? `Saved: …${state.canditechKey.slice(-4)}` : 'None saved yet.'}
        </p>
      </section>
      <section>
        <h2>Ashby API Key</h2>
        <p>Create it here and paste it into Canditech. It is shown once.</p>
        ${
          newKey
            ? html`<p role="status">Your new key:</p>
                <code class="key" id="new-ashby-key">${newKey}</code>`
            : ''
        }
        <form method="post" action="/settings/ashby-key">
          <label class="tick"
            ><input type="checkbox" name="scope" value="candidates:write" checked /> Candidates: write</label
          >
          <label class="tick"
            ><input type="checkbox" name="scope" value="candidates:read" checked /> Candidates: read</label
          >
          <label class="tick"
            ><input type="checkbox" name="scope" value="apiKeys:read" checked /> API keys: read</label
          >
          <button>Create Ashby API Key</button>
        </form>
        <p class="note">
          ${keys.length === 0 ? 'No active key.' : `${keys.length} active, the newest ends in ${keys.at(-1)!.key.slice(-4)}.`}
        </p>
        ${keys.length > 0 ? html`<form method="post" action="/settings/revoke"><button class="plain">Deactivate all keys</button></form>` : ''}
      </section>
    </div>`;
}

/** Where the two keys are swapped. */
export function settingsRoutes({ state, show, call }: Desk): Router {
  const router = Router();
  const { value } = state;
  router.get('/settings', (_req, res) =>
    show(res, { title: 'Settings', path: '/settings', main: settingsPage(value) }),
  );
  router.post('/settings/canditech-key', async (req, res) => {
    value.canditechKey = text(req.body, 'key');
    state.save();
    const { ok, message } = await call('assessment.list', {});
    const notice = ok
      ? { good: true, text: 'Saved. Canditech accepts the key.' }
      : { good: false, text: `Canditech refuses the key: ${message}` };
    show(res, { title: 'Settings', path: '/settings', main: settingsPage(value, { notice }) });
  });
  router.post('/settings/ashby-key', (req, res) => {
    const newKey = randomBytes(32).toString('hex');
    value.keys.push({ key: newKey, scopes: [(req.body as Form)['scope'] ?? []].flat(), revoked: false });
    state.save();
    show(res, { title: 'Settings', path: '/settings', main: settingsPage(value, { newKey }) });
  });
  router.post('/settings/revoke', (_req, res) => {
    for (const key of value.keys) key.revoked = true;
    state.save();
    res.redirect(303, '/settings');
  });
  return router;
}
