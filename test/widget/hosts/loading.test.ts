import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { load, useHosts, type Host } from './support/host.ts';
import { LOADER, PINNED, version } from './support/world.ts';

const hosts = useHosts();
const built = () =>
  readFileSync(new URL('../../../dist/widget/canditech-assessment.js', import.meta.url), 'utf8');

const warnings = ({ seen }: Host) => seen.console.filter((line) => /^(warning|error):/.test(line));
const isThere = (host: Host) => host.element.getByRole('combobox').waitFor();

describe('loaded twice', () => {
  test('the same file is one file, without a word', async () => {
    const host = await hosts.open({ scripts: [PINNED, PINNED] });
    await isThere(host);
    expect(warnings(host)).toEqual([]);
    expect(host.requests('/embed/')).toEqual([`GET ${PINNED}`]);
  });

  test.each([
    ['by the pinned file and by the page’s own bundle', [PINNED]],
    ['by the loader and by the page’s own bundle', [LOADER]],
    ['by the pinned file and by the evergreen one', [PINNED, '/embed/v1/canditech-assessment.js']],
  ])('%s, the first one stays, and one warning says so', async (name, scripts) => {
    const bundle = '<script type="module" src="bundle.js"></script>';
    const host = await hosts.open({
      scripts,
      html: `{element}${name.includes('bundle') ? bundle : ''}`,
      files: { '/bundle.js': built() },
    });
    await isThere(host);
    await expect.poll(() => warnings(host).length).toBe(1);
    expect(warnings(host)[0]).toMatch(new RegExp(`^warning: .*${version}.*was not loaded.*${version}`));
    expect(host.asked).toHaveLength(1);
  });

  test('in two versions, the warning names both', async () => {
    const host = await hosts.open({
      html: '{element}<script type="module">import "./old.js"; await import("{pinned}");</script>',
      scripts: [],
      files: {
        '/old.js': built().replaceAll(`\`${version}\``, '`1.9.3`').replaceAll(`"${version}"`, '"1.9.3"'),
      },
    });
    await isThere(host);
    await expect.poll(() => warnings(host).length).toBe(1);
    expect(warnings(host)[0]).toContain(version);
    expect(warnings(host)[0]).toContain('1.9.3');
    expect(await host.page.evaluate(() => (customElements.get('canditech-assessment') as any).version)).toBe(
      '1.9.3',
    );
  });
});

describe('before the script is there', () => {
  test('properties can be set: all of them count', async () => {
    const host = await hosts.open({
      scripts: [],
      attributes: { 'api-base': undefined, 'token-endpoint': undefined, 'candidate-id': undefined },
    });
    const { token } = await host.mint();
    await host.page.evaluate(
      ([apiBase, candidate, first]) => {
        const page = Object.assign(window, { calls: 0, asked: 0 });
        const given = {
          ...{ apiBase, candidate, candidateId: candidate.externalId, tokenEndpoint: '/nowhere' },
          ...{
            context: 'a',
            session: 'b',
            jobId: 'j-1',
            name: 'test',
            label: 'Tests',
            timeZone: 'Asia/Tokyo',
          },
          ...{
            view: 'picker',
            action: 'select',
            theme: 'dark',
            density: 'compact',
            live: 'off',
            loading: 'lazy',
          },
          ...{
            required: true,
            disabled: true,
            readonly: true,
            headingLevel: 4,
            pageSize: 7,
            value: 'none-such',
          },
          labels: { search: 'Look for a test' },
          fetchToken: () => Promise.reject(new Error(`asked ${++page.asked} times`)),
          transport: (...all: Parameters<typeof fetch>) => fetch(...all).finally(() => page.calls++),
        };
        Object.assign(document.querySelector('canditech-assessment')!, given, { token: first });
        Object.assign(window, { given });
      },
      [host.api, host.who, token] as const,
    );
    await load(host);
    const own = await host.page.evaluate(() => {
      const { given } = window as unknown as { given: Record<string, unknown> };
      const element = document.querySelector<any>('canditech-assessment');
      return {
        lost: Object.entries(given).filter(([name, value]) => element[name] !== value),
        left: [...Object.keys(given), 'token'].filter((name) => Object.hasOwn(element, name)),
      };
    });
    expect(own).toEqual({ lost: [], left: [] });
    await host.element.getByRole('group', { name: 'Tests' }).waitFor();
    await isThere(host);
    await expect.poll(() => host.requests('GET /v1/assessments?limit=7')).toHaveLength(1);
    const bearers = host.front.calls.flatMap(({ path, headers }) =>
      path.startsWith('/v1/') ? headers.authorization : [],
    );
    expect([...new Set(bearers)]).toEqual([`Bearer ${token}`]);
    const page = await host.page.evaluate(() => ({
      calls: (window as any).calls,
      asked: (window as any).asked,
    }));
    expect({ isOwnTransport: page.calls > 0, asked: page.asked }).toEqual({ isOwnTransport: true, asked: 0 });
    expect(await host.page.content()).not.toContain(token);
  });

  test('what stands inside the element is what people see, and it makes way', async () => {
    const host = await hosts.open({
      scripts: [],
      html: '<canditech-assessment><a href="/report">The report</a></canditech-assessment>',
    });
    const link = host.page.getByRole('link', { name: 'The report' });
    expect(await link.isVisible()).toBe(true);
    await load(host);
    await expect.poll(() => link.isVisible()).toBe(false);
  });
});
