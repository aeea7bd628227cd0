import { doctor as t } from '../text/doctor/en.ts';
import type { Stage } from '../views/panel.ts';
import { diagnose, needsAttention, type Facts, type Finding } from './diagnose.ts';
import { styles } from './styles.ts';

export interface DoctorView {
  update(): void;
  end(): void;
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

type Seen = Pick<Facts, 'version' | 'violations' | 'server'> & { receivedAt: number; isAsked?: boolean };

/** What the policy blocked before the doctor was there, it blocks once more, and tells. */
function askAgain({ tokenEndpoint, error }: Facts, seen: Seen): void {
  if (!tokenEndpoint || seen.isAsked || error?.code !== 'token_missing' || error.status) return;
  seen.isAsked = true;
  void fetch(tokenEndpoint, { method: 'HEAD' }).catch(() => 0);
}

function faultOf({ failure, store }: Stage): Facts['error'] {
  const error = failure ?? store.stale?.error;
  if (!error) return undefined;
  const { code, message, detail, status, requestId } = error;
  return { code, message, detail, status, requestId };
}

/** Absolute and without its query, which may say who is who. */
function endpointOf({ fetchToken, tokenEndpoint }: Stage['host']): string {
  const link = document.createElement('a');
  link.href = tokenEndpoint;
  return tokenEndpoint && !fetchToken ? link.href.split('?')[0]! : '';
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
    tokenEndpoint: endpointOf(host),
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

/** By hand, as the page may refuse templates, and that is the very thing to be told. */
function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...parts: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...parts);
  return made;
}

const button = (text: string, onclick: () => void, ariaLabel: string | null = null) =>
  make('button', { type: 'button', onclick, ariaLabel }, text);

function lineOf({ name, state, detail, fix }: Finding, take: (text: string) => void): HTMLElement {
  const words = make('div', {}, detail ? `${name}: ${detail}` : name);
  if (fix)
    words.append(
      make(
        'p',
        {},
        make('code', {}, fix),
        button(t.copyLine, () => take(fix), `${t.copyLine}: ${fix}`),
      ),
    );
  return make('li', { className: state }, make('strong', {}, t.states[state]), words);
}

const titleOf = (findings: Finding[], state: string) =>
  t.titles[findings.some(needsAttention) ? 'wrong' : state === 'loading' ? state : 'fine'];

/** The page may not let it: no https, a frame without the permission, or nobody has clicked. */
function copy(text: string, status: HTMLElement, byHand: HTMLElement): void {
  const done = (isCopied: boolean) => {
    status.textContent = isCopied ? t.copied : t.byHand;
    byHand.textContent = text;
    byHand.hidden = isCopied;
  };
  Promise.resolve()
    .then(() => navigator.clipboard.writeText(text))
    .then(
      () => done(true),
      () => done(false),
    );
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

/** Below the element, in its own root: which layer fails, and the line that mends it. */
export function openDoctor(stage: Stage, version: string): DoctorView {
  const { host, root } = stage;
  const end = new AbortController();
  const seen: Seen = { version, violations: [], server: undefined, receivedAt: 0 };
  let shown = '';
  let all = '';
  const heading = make('div', { role: 'heading' });
  const list = make('ul', {});
  const status = make('p', { role: 'status' });
  const byHand = make('pre', { tabIndex: 0, hidden: true });
  const take = (text: string) => copy(text, status, byHand);
  const copyAll = button(t.copy, () => take(all));
  const box = make(
    'section',
    { className: 'doctor', lang: 'en', dir: 'ltr' },
    heading,
    list,
    copyAll,
    status,
    byHand,
  );

  function update(): void {
    if (end.signal.aborted) return;
    const facts = factsOf(stage, seen);
    askAgain(facts, seen);
    const findings = diagnose(facts);
    all = JSON.stringify({ ...facts, findings }, null, 2);
    heading.ariaLevel = `${host.headingLevel}`;
    heading.textContent = box.ariaLabel = titleOf(findings, stage.state());
    // What stays as it is keeps its focus.
    if (shown === (shown = JSON.stringify(findings))) return;
    list.replaceChildren(...findings.map((finding) => lineOf(finding, take)));
  }

  root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, sheet])];
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
      update();
    });
  update();
  return {
    update,
    end() {
      end.abort();
      box.remove();
    },
  };
}
