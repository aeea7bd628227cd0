import type { html as Html, render as Render, TemplateResult } from 'lit/html.js';
import { doctor as t } from '../text/doctor/en.ts';
import type { Stage } from '../views/panel.ts';
import { diagnose, type Facts, type Finding } from './diagnose.ts';
import { styles } from './styles.ts';

export interface DoctorView {
  update(): void;
  end(): void;
}

const copiesOf = () =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => /canditech-assessment\.js/.test(name));

/** The server’s manifest may be read by any page, so what fails is the connection and not the access. */
async function askServer(base: string): Promise<Facts['server']> {
  try {
    const response = await fetch(`${base}/embed/v1/manifest.json`, { credentials: 'omit' });
    const { version } = (await response.json().catch(() => ({}))) as { version?: string };
    return version ? { version } : 'foreign';
  } catch {
    return null;
  }
}

/** Lit comes from the element’s file: a second copy, or a file that both share, would be asked for as well. */
export interface Lit {
  html: typeof Html;
  render: typeof Render;
}

function lineOf({ html }: Lit, { name, state, detail, fix }: Finding): TemplateResult {
  return html`<li>
    <p><strong class=${state}>${t.states[state]}</strong> ${name}${detail && `: ${detail}`}</p>
    ${
      fix
        ? html`<p class="fix">
            <code>${fix}</code>
            <button type="button" aria-label=${`${t.copyLine}: ${fix}`} @click=${() => void copy(fix)}>
              ${t.copyLine}
            </button>
          </p>`
        : ''
    }
  </li>`;
}

const copy = (text: string) => navigator.clipboard.writeText(text);

type Seen = Pick<Facts, 'version' | 'violations' | 'server'> & { receivedAt: number };

function factsOf({ host, store, failure, claims }: Stage, seen: Seen): Facts {
  const { iat = 0, exp = 0 } = claims() ?? {};
  const now = Date.now() / 1000;
  if (iat) seen.receivedAt ||= now;
  return {
    ...seen,
    pageOrigin: location.origin,
    isOnline: navigator.onLine,
    apiBase: host.apiBase,
    isDemo: Boolean(host.demo),
    view: host.view,
    candidateId: store.candidateId ?? '',
    scopes: store.me?.scopes ?? [],
    error: failure ?? store.stale?.error,
    token: iat ? { issuedAt: iat, expiresAt: exp, receivedAt: seen.receivedAt } : undefined,
    now,
    copies: copiesOf(),
  };
}

/** Below the element, in its own root: which layer fails, and the line that mends it. */
export function openDoctor(stage: Stage, version: string, lit: Lit): DoctorView {
  const { html, render } = lit;
  const { host, root } = stage;
  const box = document.createElement('section');
  const sheet = new CSSStyleSheet();
  const end = new AbortController();
  const seen: Seen = { version, violations: [], server: undefined, receivedAt: 0 };
  let said = '';

  function update(): void {
    const findings = diagnose(factsOf(stage, seen));
    const copyAll = async () => {
      await copy(JSON.stringify({ ...factsOf(stage, seen), findings }, null, 2));
      said = t.copied;
      update();
    };
    render(
      html`<h2>${t.title}</h2>
        <ul>
          ${findings.map((finding) => lineOf(lit, finding))}
        </ul>
        <button type="button" @click=${copyAll}>${t.copy}</button>
        <p role="status">${said}</p>`,
      box,
    );
  }

  sheet.replaceSync(styles);
  root.adoptedStyleSheets.push(sheet);
  box.className = 'doctor';
  box.setAttribute('aria-label', t.title);
  root.append(box);
  document.addEventListener(
    'securitypolicyviolation',
    ({ effectiveDirective: directive, blockedURI: blocked }) => {
      seen.violations.push({ directive, blocked });
      update();
    },
    { signal: end.signal },
  );
  if (host.apiBase && !host.demo)
    void askServer(host.apiBase.replace(/\/$/, '')).then((answer) => {
      seen.server = answer;
      if (!end.signal.aborted) update();
    });
  update();
  return {
    update,
    end() {
      end.abort();
      box.remove();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}
