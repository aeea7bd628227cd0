import type { html as Html, render as Render, TemplateResult } from 'lit/html.js';
import { doctor as t } from '../text/doctor/en.ts';
import type { Stage } from '../views/panel.ts';
import { diagnose, type Facts, type Finding } from './diagnose.ts';
import { styles } from './styles.ts';

export interface DoctorView {
  update(): void;
  end(): void;
}

/** Lit comes from the element’s file: a second copy, or a file that both share, would be asked for as well. */
export interface Lit {
  html: typeof Html;
  render: typeof Render;
}

const copiesOf = () => [
  ...new Set(
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => /canditech-assessment\.js/.test(name)),
  ),
];

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

type Seen = Pick<Facts, 'version' | 'violations' | 'server'> & { receivedAt: number };

function faultOf({ failure, store }: Stage): Facts['error'] {
  const error = failure ?? store.stale?.error;
  if (!error) return undefined;
  const { code, message, detail, status, requestId } = error;
  return { code, message, detail, status, requestId };
}

function factsOf(stage: Stage, seen: Seen): Facts {
  const { host, store } = stage;
  const { iat = 0, exp = 0, origin } = stage.claims() ?? {};
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
    error: faultOf(stage),
    token: iat ? { issuedAt: iat, expiresAt: exp, receivedAt: seen.receivedAt, origin } : undefined,
    now,
    copies: copiesOf(),
  };
}

function lineOf(
  { html }: Lit,
  { name, state, detail, fix }: Finding,
  copy: (text: string) => void,
): TemplateResult {
  return html`<li class=${state}>
    <strong>${t.states[state]}</strong>
    <div>
      ${name}${detail && html`<span>: ${detail}</span>`}
      ${
        fix
          ? html`<p>
              <code>${fix}</code>
              <button type="button" aria-label=${`${t.copyLine}: ${fix}`} @click=${() => copy(fix)}>
                ${t.copyLine}
              </button>
            </p>`
          : ''
      }
    </div>
  </li>`;
}

/** Where the page refuses templates, which is the very thing to be told. */
const inWords = (findings: Finding[]) =>
  [
    t.title,
    ...findings.map(({ name, state, detail, fix = '' }) => `${t.states[state]} · ${name}: ${detail} ${fix}`),
  ].join('\n');

interface Drawing {
  level: number;
  findings: Finding[];
  said: string;
  /** What could not be copied. */
  byHand: string;
  copy(text: string): void;
  copyAll(): void;
}

function draw(lit: Lit, box: HTMLElement, { level, findings, said, byHand, copy, copyAll }: Drawing): void {
  const { html, render } = lit;
  render(
    html`<div role="heading" aria-level=${level}>${t.title}</div>
      <ul>
        ${findings.map((finding) => lineOf(lit, finding, copy))}
      </ul>
      <button type="button" @click=${copyAll}>${t.copy}</button>
      <p role="status">${said}</p>
      ${byHand && html`<pre tabindex="0">${byHand}</pre>`}`,
    box,
  );
}

function furnish(root: ShadowRoot, box: HTMLElement): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets.push(sheet);
  box.className = 'doctor';
  box.setAttribute('aria-label', t.title);
  root.append(box);
  return sheet;
}

/** Below the element, in its own root: which layer fails, and the line that mends it. */
export function openDoctor(stage: Stage, version: string, lit: Lit): DoctorView {
  const { host, root } = stage;
  const box = document.createElement('section');
  const sheet = furnish(root, box);
  const end = new AbortController();
  const seen: Seen = { version, violations: [], server: undefined, receivedAt: 0 };
  let said = '';
  let byHand = '';
  let isPlain = false;

  // The page may not let it: no https, a frame without the permission, or nobody has clicked.
  async function keepCopy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      said = t.copied;
      byHand = '';
    } catch {
      said = t.byHand;
      byHand = text;
    }
    update();
  }
  const copy = (text: string) => void keepCopy(text);

  function update(): void {
    if (end.signal.aborted) return;
    const facts = factsOf(stage, seen);
    const findings = diagnose(facts);
    const copyAll = () => copy(JSON.stringify({ ...facts, findings }, null, 2));
    if (isPlain) return void (box.textContent = inWords(findings));
    try {
      draw(lit, box, { level: host.headingLevel, findings, said, byHand, copy, copyAll });
    } catch {
      isPlain = true;
      update();
    }
  }

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
      update();
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
