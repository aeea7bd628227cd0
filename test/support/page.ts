import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { findBrowser } from './browser.mjs';

export interface PageOptions {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  /** Opens a further tab of this context (same cookies and storage) instead of a browser of its own. */
  context?: BrowserContext;
  /** Console errors that belong to the test, such as the refusal it provokes. Everything else fails it. */
  expected?: RegExp[];
}

export interface Pages {
  open(options?: PageOptions): Promise<Page>;
}

/** What Chromium itself logs when a call is refused or the network is gone. */
export const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;
export const OFFLINE = /Failed to load resource: net::ERR_/;

const WAIT_MS = 15_000;

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, args } = await findBrowser();
  return chromium.launch({ executablePath, args });
}

async function watch(page: Page, problems: string[], expected: RegExp[]): Promise<void> {
  const note = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) problems.push(text);
  };
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => note(`uncaught: ${error.stack ?? error.message}`));
  await page.exposeFunction('reportViolation', (text: string) => note(`content security policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      const { reportViolation } = globalThis as unknown as { reportViolation(text: string): void };
      reportViolation(`${violatedDirective} blocked ${blockedURI} in ${sourceFile}`);
    });
  });
}

/**
 * For the pages of a test file: one Chromium, a fresh context for each page, and every test fails on a console error,
 * an uncaught exception or a violation of the content security policy.
 */
export function usePages(): Pages {
  let browser: Browser;
  let problems: string[] = [];
  const contexts = new Set<BrowserContext>();

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    const found = problems;
    problems = [];
    await Promise.all([...contexts].map((context) => context.close()));
    contexts.clear();
    expect(found).toEqual([]);
  });
  afterAll(() => browser?.close());

  return {
    async open({ width = 1280, height = 800, colorScheme = 'light', expected = [], ...options } = {}) {
      const context =
        options.context ??
        (await browser.newContext({
          viewport: { width, height },
          colorScheme,
          locale: 'en-GB',
          timezoneId: 'UTC',
          reducedMotion: 'reduce',
        }));
      contexts.add(context);
      const page = await context.newPage();
      page.setDefaultTimeout(WAIT_MS);
      await watch(page, problems, expected);
      return page;
    },
  };
}

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name });
export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: true });

/** 0 violations of axe's rules, best practices included, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  const scheme = await page.evaluate(() =>
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  );
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate(async () => {
      const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
      const found = await run(document, { preload: false, rules: { 'target-size': { enabled: true } } });
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
      );
    });
    expect(violations, `axe, ${colorScheme}, ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: scheme });
}

/** Nothing has to be scrolled sideways at this width (WCAG 2.2, 1.4.10: 320 px). */
export async function expectToFit(page: Page, width = 320): Promise<void> {
  const before = page.viewportSize()!;
  await page.setViewportSize({ width, height: before.height });
  const widest = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(widest, `content is wider than ${width} px: ${page.url()}`).toBeLessThanOrEqual(width);
  await page.setViewportSize(before);
}
