import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { textOf, wholeJourney } from './support/hands.ts';
import { useHosts, type HostOptions } from './support/host.ts';
import { LOADER } from './support/world.ts';

const hosts = useHosts();

const policy = (...parts: string[]) => parts.join('; ');
const CONNECT = "connect-src 'self' {api}";
const TYPES = "require-trusted-types-for 'script'";

/** Gives the element its tokens without its endpoint: the page may not even connect to itself. */
const asked = (nonce = ' nonce="{nonce}"') =>
  `<script${nonce}>document.querySelector('canditech-assessment').fetchToken = () => window.token;</script>`;

const POLICIES: Record<string, HostOptions> = {
  'nonces only': {
    csp: policy("default-src 'self'", "script-src 'nonce-{nonce}'", CONNECT, "base-uri 'none'"),
  },
  'hashes only, with the integrity of the pinned file': {
    csp: policy("default-src 'none'", "script-src '{integrity}'", CONNECT),
    scriptAttributes: 'integrity="{integrity}"',
  },
  'a list of hosts': {
    csp: policy("default-src 'none'", 'script-src {api}', CONNECT),
    scriptAttributes: '',
  },
  'no style at all': {
    csp: policy(
      "default-src 'none'",
      "script-src 'nonce-{nonce}'",
      'connect-src {api}',
      "style-src 'none'",
      "style-src-attr 'none'",
      "form-action 'none'",
    ),
    attributes: { 'token-endpoint': undefined },
    html: `{element}${asked()}`,
  },
  'trusted types required, and ours the only ones': {
    csp: policy(
      "default-src 'none'",
      "script-src 'nonce-{nonce}' 'strict-dynamic'",
      CONNECT,
      "style-src 'none'",
      TYPES,
      'trusted-types canditech-embed',
    ),
    scripts: [LOADER],
  },
  'other trusted types beside ours': {
    csp: policy("script-src 'nonce-{nonce}'", CONNECT, 'trusted-types dompurify canditech-embed'),
  },
  'nothing but the pinned file': {
    csp: policy("default-src 'none'", 'script-src {api}{pinnedPath}', CONNECT),
    scriptAttributes: '',
  },
  'a sandbox without origin, in a page that embeds no foreigner with credentials': {
    csp: policy(
      "default-src 'none'",
      "script-src 'nonce-{nonce}'",
      'connect-src {host} {api}',
      'sandbox allow-scripts',
    ),
    headers: {
      'Cross-Origin-Embedder-Policy': 'credentialless',
      'Cross-Origin-Opener-Policy': 'same-origin',
    },
    attributes: { 'token-endpoint': undefined },
    token: { origin: 'null' },
    html: `{element}<script nonce="{nonce}">document.querySelector('canditech-assessment').fetchToken = async () => {
      const answer = await fetch('token', { method: 'POST', body: '{}' });
      return answer.json();
    };</script>`,
  },
};

describe('the whole journey, without one violation, under a policy of', () => {
  test.each(Object.entries(POLICIES))('%s', async (_name, options) => {
    const host = await hosts.open({ ...options, isClosed: true });
    const { token } = await host.mint();
    await host.page.addInitScript((value) => Object.assign(window, { token: value }), token);
    await host.page.goto(host.url);
    await wholeJourney(host);
    expect(host.codes()).toEqual([]);
    const weight = await host.element
      .getByRole('button', { name: 'Save decision' })
      .evaluate((button) => getComputedStyle(button).fontWeight);
    expect(weight).toBe('600');
  });
});

/** Policies that name the pinned file alone: by its hash, or by its whole path. */
const ALONE = ['hashes only, with the integrity of the pinned file', 'nothing but the pinned file'];

describe('languages and the doctor, which are files of their own,', () => {
  const open = async ([name, options]: [string, HostOptions], more: HostOptions = {}) => {
    const attributes = { ...options.attributes, debug: '' };
    const host = await hosts.open({ ...options, attributes, root: 'lang="de"', isClosed: true, ...more });
    const { token } = await host.mint();
    await host.page.addInitScript((value) => Object.assign(window, { token: value }), token);
    await host.page.goto(host.url);
    return { host, doctor: host.element.locator('.doctor'), name };
  };
  const [alone, others] = [true, false].map((isAlone) =>
    Object.entries(POLICIES).filter(([name]) => ALONE.includes(name) === isAlone),
  );

  test.each(others!)('come under a policy of %s', async (...policyOf) => {
    const { host, doctor } = await open(policyOf);
    await host.element.getByRole('combobox', { name: 'Test suchen' }).waitFor();
    await doctor.getByRole('heading', { name: /^Canditech: / }).waitFor();
    expect(host.codes()).toEqual([]);
  });

  test.each(alone!)('do not under one of %s: English stays, and nothing breaks', async (...policyOf) => {
    const { host, doctor } = await open(policyOf, { expected: [/^script-src/] });
    await wholeJourney(host);
    expect(await doctor.count()).toBe(0);
    expect(host.codes()).toEqual([]);
    expect(host.seen.violations.some((line) => line.includes('/de.js'))).toBe(true);
  });
});

const LIT = readFileSync(new URL('../../../node_modules/lit-html/lit-html.js', import.meta.url), 'utf8');

describe('trusted types', () => {
  test('let a host have a Lit app of its own beside the element', async () => {
    const host = await hosts.open({
      csp: policy(
        "script-src 'nonce-{nonce}' 'self'",
        CONNECT,
        TYPES,
        'trusted-types canditech-embed lit-html',
      ),
      files: {
        '/lit.js': LIT,
        '/app.js': `import { html, render } from './lit.js';
          const draw = (n) => render(html\`<p id="app">Rendered \${n} times</p>\`, document.querySelector('#root'));
          draw(1);
          setTimeout(draw, 0, 2);`,
      },
      html: `<div id="root"></div>{element}<script type="module" nonce="{nonce}" src="app.js"></script>`,
    });
    await host.page.getByText('Rendered 2 times').waitFor();
    await wholeJourney(host);
  });

  test('that list others alone, and require none, change nothing but one report', async () => {
    const host = await hosts.open({
      csp: policy("script-src 'nonce-{nonce}'", CONNECT, 'trusted-types dompurify'),
      expected: [/^trusted-types blocked/],
    });
    await wholeJourney(host);
  });

  test('that refuse our templates leave a sentence and “csp_blocked”, and throw nothing', async () => {
    const host = await hosts.open({
      csp: policy("script-src 'nonce-{nonce}'", CONNECT, TYPES, 'trusted-types other'),
      expected: [/^(trusted-types|require-trusted-types-for) blocked/],
    });
    const { error } = await host.heard('error');
    expect(error.code).toBe('csp_blocked');
    const state = host.element.evaluate((one: any) => [
      one.state,
      one.error.code,
      one.matches(':state(error)'),
    ]);
    expect(await state).toEqual(['error', 'csp_blocked', true]);
    expect(error.docs).toBe(`${host.api}/errors#csp_blocked`);
    expect(await (await fetch(error.docs)).text()).toContain('id="csp_blocked"');
    expect(await textOf(host)).toContain('trusted-types canditech-embed');
    expect(host.seen.console.filter((line) => line.startsWith('error:') && !/[Tt]rusted/.test(line))).toEqual(
      [],
    );
  });
});
