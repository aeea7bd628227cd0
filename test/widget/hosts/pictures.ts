// Pictures of every state, to be looked at: npx tsx test/widget/hosts/pictures.ts <folder>
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { listen } from '../../support/front.ts';
import { launchBrowser } from '../../support/page.ts';
import { gallery, idOf, reachAll, STATES } from './support/gallery.ts';

const folder = process.argv[2];
if (!folder) throw new Error('Say where the pictures go: npx tsx test/widget/hosts/pictures.ts <folder>');
mkdirSync(folder, { recursive: true });

const LOOKS = {
  '1280-light': { width: 1280, colorScheme: 'light', forcedColors: 'none' },
  '1280-dark': { width: 1280, colorScheme: 'dark', forcedColors: 'none' },
  '390-light': { width: 390, colorScheme: 'light', forcedColors: 'none' },
  '390-dark': { width: 390, colorScheme: 'dark', forcedColors: 'none' },
  '390-forced': { width: 390, colorScheme: 'dark', forcedColors: 'active' },
} as const;

const { head, html, before } = gallery({ head: '<style>section { max-width: none; }</style>' });
/** The page and the built files; whoever POSTs waits for ever. */
const server = createServer(({ method, url = '' }, res) => {
  if (method !== 'GET') return;
  const isPage = url === '/';
  res.setHeader('Content-Type', isPage ? 'text/html; charset=utf-8' : 'text/javascript');
  if (!isPage) return void res.end(readFileSync(new URL(`../../../dist/widget${url}`, import.meta.url)));
  res.end(
    `<!doctype html><html lang="en"><head><title>Host</title>${head}</head><body>` +
      `${html!.replaceAll('{api}', '/')}<script type="module" src="/canditech-assessment.js"></script></body></html>`,
  );
});
const url = await listen(server);

/** All states on one sheet as well, so that they can be compared. */
async function take(page: Page, look: string): Promise<void> {
  for (const name of Object.keys(STATES))
    await page.locator(`#${idOf(name)}`).screenshot({ path: join(folder!, `${idOf(name)}-${look}.png`) });
  await page.evaluate(() => {
    document.querySelector('main')!.style.cssText = 'columns: 4; width: 1960px';
    for (const section of document.querySelectorAll('section'))
      section.style.cssText = 'break-inside: avoid; max-width: 480px; border-bottom: 4px solid';
  });
  await page.screenshot({ path: join(folder!, `all-${look}.png`), fullPage: true });
}

const browser = await launchBrowser();
for (const [look, { width, ...media }] of Object.entries(LOOKS)) {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
  });
  await page.addInitScript(before!);
  await page.emulateMedia(media);
  await page.goto(url);
  await reachAll(page);
  await take(page, look);
  await page.close();
}
await browser.close();
server.closeAllConnections();
server.close();
console.log(`${Object.keys(STATES).length} states, ${Object.keys(LOOKS).length} looks: ${folder}`);
