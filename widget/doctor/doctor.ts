import type { Me } from '../../server/contract/me.ts';
import * as t from '../text/doctor/en.ts';
import type { Attributes } from '../attributes.ts';
import type { EmbedError } from '../embed/error.ts';
import type { Claims } from '../embed/session.ts';
import type { Stage } from '../views/panel.ts';
import { misspelt } from './attributes.ts';
import { diagnose, isAddress } from './diagnose.ts';
import type { Facts } from './facts.ts';
import { styles } from './styles.ts';
import { needsAttention, type Finding } from './verdict.ts';

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

/** Servers have this file at /embed/<version>/; a page that bundles the element has it elsewhere. */
const [, HOME = ''] = /^(http.+)\/embed\/[^/]+\/doctor\.js/.exec(import.meta.url) ?? [];

/** The server’s manifest may be read by any page, so what fails is the connection and not the access. */
const askServer = (base: string): Promise<Facts['server']> =>
  fetch(`${base}/embed/v1/manifest.json`).then(
    async (response) => /"version":\s*"([^"]+)/.exec(await response.text())?.[1] ?? '',
    () => null,
  );

/** What may lie between two looks, if a token that has come between them is to tell the time. */
const LONGEST_WAIT_S = 90;
const LOOK_MS = 30_000;

interface Seen extends Pick<Facts, 'version' | 'violations'> {
  server?: Facts['server'];
  /** When it looked last. */
  atS: number;
  issuedAt: number;
  skewS?: number;
  /** Once it has been. */
  asked?: Promise<unknown>;
  askedWhom?: Promise<unknown>;
  /** What a badge does not ask itself. */
  me?: Me['embed'];
}

function askWhom({ host, store, shown }: Stage, seen: Seen, update: () => void): void {
  if (shown && !store.me && !host.demo)
    seen.askedWhom ??= store.readMe().then(
      (me) => {
        seen.me = me;
        update();
      },
      () => 0,
    );
}

/** What the policy blocked before the doctor was there, it blocks once more, and tells. */
function askAgain({ tokenEndpoint, error }: Facts, seen: Seen): void {
  if (tokenEndpoint && /^TypeError/.test(error?.detail ?? ''))
    seen.asked ??= fetch(tokenEndpoint, { method: 'HEAD' }).catch(() => 0);
}

const faultOf = (error: EmbedError | undefined): Facts['error'] =>
  error && {
    code: error.code,
    message: error.message,
    detail: error.detail,
    status: error.status,
    requestId: error.requestId,
    docs: error.docs,
  };

/** Absolute and without its query, which may say who is who. */
function endpointOf({ fetchToken, tokenEndpoint }: Stage['host']): string {
  const { href } = make('a', { href: tokenEndpoint });
  return tokenEndpoint && !fetchToken ? href.split('?')[0]! : '';
}

/** By CIE lightness; what lets something through has none. */
function shadeOf(colour: string, probe: HTMLElement): string {
  probe.style.outlineColor = `lab(from ${colour} l 0 0 / alpha)`;
  const [, lightness] = /\((\S+) 0 0\)/.exec(getComputedStyle(probe).outlineColor) ?? [];
  return lightness ? (Number(lightness) < 50 ? 'dark' : 'light') : '';
}

/** Of the first that is not transparent, from `node` outwards. */
const shadeBehind = (node: Element | null | undefined, probe: HTMLElement): string =>
  node
    ? shadeOf(getComputedStyle(node).backgroundColor, probe) ||
      shadeBehind(node.parentElement ?? (node.getRootNode() as ShadowRoot).host, probe)
    : '';

function factsOf(stage: Stage, seen: Seen, probe: HTMLElement): Facts {
  const { host, store, root } = stage;
  const { iat = 0, exp = 0, origin } = stage.claims() ?? {};
  const now = Date.now() / 1000;
  if (seen.issuedAt !== iat) {
    seen.issuedAt = iat;
    if (now - seen.atS < LONGEST_WAIT_S) seen.skewS = now - iat;
  }
  seen.atS = now;
  const { skewS, version, violations, server } = seen;
  const me = store.me ?? seen.me;
  const candidateId = store.candidateId ?? '';
  return {
    version,
    violations,
    server,
    pageOrigin: location.origin,
    apiBase: host.apiBase,
    home: HOME,
    tokenEndpoint: endpointOf(host),
    isDemo: Boolean(host.demo),
    view: host.view,
    candidateId,
    isForCandidate: me && (!candidateId || Boolean(me.candidates?.includes(candidateId))),
    scopes: me?.scopes ?? [],
    attribute: (name) => host.getAttribute(name),
    misspelt: misspelt(host.getAttributeNames(), (host.constructor as typeof Attributes).observedAttributes),
    shade: host.theme === 'inherit' ? shadeBehind(root.querySelector('[part=base]'), probe) : '',
    scheme: shadeOf('light-dark(#fff,#000)', probe),
    isAdmitted: Boolean(iat && (store.me ?? stage.shown)),
    error: faultOf(stage.failure ?? store.stale?.error),
    token: iat ? { secondsLeft: skewS === undefined ? skewS : exp + skewS - now, skewS, origin } : undefined,
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
        ' ',
        button(t.copy, () => take(fix), `${t.copy}: ${fix}`),
      ),
    );
  return make('div', { className: state, role: 'listitem' }, make('strong', {}, state), words);
}

function titleOf(findings: Finding[], state: string): string {
  if (findings.some(needsAttention)) return t.titleWrong;
  return /ing$/.test(state) ? t.titleLoading : t.titleFine;
}

/** The page may not let it: no https, a frame without the permission, or nobody has clicked. */
async function copy(text: string, status: HTMLElement, byHand: HTMLElement): Promise<void> {
  let left = '';
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    left = text;
  }
  status.textContent = left ? t.byHand : t.copied;
  byHand.textContent = left;
}

const VIOLATION = 'securitypolicyviolation';
const sheet = new CSSStyleSheet();
sheet.replaceSync(styles);

/**
 * Below the element, in its own root: which layer fails, and the line that mends it.
 * `known`: of a token that was there before it was sent for.
 */
export function openDoctor(stage: Stage, version: string, known: Claims | undefined): DoctorView {
  const { host, root } = stage;
  const seen: Seen = {
    version,
    violations: [],
    atS: (known ? performance.timeOrigin : Date.now()) / 1000,
    issuedAt: 0,
  };
  let shown = '';
  let all = '';
  const heading = make('div', { role: 'heading' });
  const list = make('div', { role: 'list' });
  const about = make('a', { target: '_blank' });
  const status = make('p', { role: 'status' });
  const byHand = make('textarea', { readOnly: true, ariaLabel: t.diagnostics });
  const take = (text: string) => void copy(text, status, byHand);
  const copyAll = button(t.copyAll, () => take(all));
  const box = make('section', { lang: 'en', dir: 'ltr' }, heading, list, about, copyAll, status, byHand);

  function update(): void {
    if (!box.isConnected) return;
    const facts = factsOf(stage, seen, box);
    askAgain(facts, seen);
    askWhom(stage, seen, update);
    const findings = diagnose(facts);
    all = JSON.stringify({ ...facts, findings }, null, 2);
    const { docs = '', code = '' } = facts.error ?? {};
    about.href = docs;
    about.textContent = docs && `${t.about} ${code}`;
    box.className = `doctor ${host.theme}`;
    heading.ariaLevel = `${host.headingLevel}`;
    heading.textContent = box.ariaLabel = titleOf(findings, stage.state());
    // What stays as it is keeps its focus.
    if (shown === (shown = JSON.stringify(findings))) return;
    list.replaceChildren(...findings.map((finding) => lineOf(finding, take)));
  }

  function keep({ effectiveDirective: directive, blockedURI: blocked }: SecurityPolicyViolationEvent): void {
    seen.violations.push({ directive, blocked });
    update();
  }

  root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, sheet])];
  box.setAttribute('part', 'base');
  root.append(box);
  document.addEventListener(VIOLATION, keep);
  if (isAddress(host.apiBase) && !host.demo)
    void askServer(host.apiBase.replace(/\/$/, '')).then((answer) => {
      seen.server = answer;
      update();
    });
  update();
  const looking = setInterval(update, LOOK_MS);
  return {
    update,
    end() {
      clearInterval(looking);
      document.removeEventListener(VIOLATION, keep);
      box.remove();
    },
  };
}
