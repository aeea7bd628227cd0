// Finds a Chromium: CHROME_PATH > the one in @sparticuz/chromium (linux x64: the same everywhere) > system > Playwright's cache.
import { spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, platform } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
  'chromium-headless-shell',
];

function systemCandidates() {
  const pf = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(
    Boolean,
  );
  switch (platform()) {
    case 'darwin':
      return ['', homedir()].flatMap((h) =>
        ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser', 'Google Chrome Canary'].map(
          (n) => `${h}/Applications/${n}.app/Contents/MacOS/${n}`,
        ),
      );
    case 'win32':
      return pf.flatMap((p) =>
        [
          'Google/Chrome/Application/chrome.exe',
          'Chromium/Application/chrome.exe',
          'Microsoft/Edge/Application/msedge.exe',
        ].map((s) => join(String(p), s)),
      );
    default:
      return (process.env.PATH ?? '')
        .split(delimiter)
        .flatMap((d) => NAMES.map((n) => join(d, n)))
        .concat('/snap/bin/chromium', '/opt/google/chrome/chrome');
  }
}
function playwrightCache() {
  const base =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    (platform() === 'darwin'
      ? join(homedir(), 'Library/Caches/ms-playwright')
      : platform() === 'win32'
        ? join(process.env.LOCALAPPDATA ?? '', 'ms-playwright')
        : join(homedir(), '.cache/ms-playwright'));
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .filter((d) => /^chromium(-|_headless_shell-)\d+$/.test(d))
    .sort()
    .reverse()
    .flatMap((d) =>
      [
        'chrome-linux/chrome',
        'chrome-linux64/chrome',
        'chrome-linux/headless_shell',
        'chrome-win/chrome.exe',
        'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
      ].map((s) => join(base, d, s)),
    );
}
/** On Linux also asks for the version: Ubuntu's /usr/bin/chromium-browser exists and only tells to install a snap. (chrome.exe --version opens a window.) @param {string} p */
const works = (p) =>
  existsSync(p) && (platform() !== 'linux' || spawnSync(p, ['--version'], { timeout: 10_000 }).status === 0);
const RECIPE = 2; // raise when the unpacking below changes: the folder outlives the script
/** Unpacks chrome-headless-shell from the npm package once per version; never uses the package's own `args` (they switch off web security). */
async function unpackNpmChromium() {
  let root;
  try {
    root = dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium')));
  } catch {
    return undefined;
  }
  while (!existsSync(join(root, 'bin', 'chromium.br'))) {
    if (root === dirname(root)) return undefined;
    root = dirname(root);
  } // build/ or build/esm/, by version
  const bin = join(root, 'bin');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const out = join(
    fileURLToPath(new URL('../..', import.meta.url)),
    'node_modules',
    '.cache',
    `chromium-${version}-r${RECIPE}`,
  );
  if (!existsSync(join(out, 'done'))) {
    const tmp = `${out}.${process.pid}`;
    mkdirSync(tmp, { recursive: true });
    await pipeline(
      createReadStream(join(bin, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(join(tmp, 'chromium'), { mode: 0o755 }),
    );
    for (const t of ['al2023', 'fonts', 'swiftshader']) {
      // via a file: piping into `tar -xf -` now and then fails with ERR_STREAM_PREMATURE_CLOSE (tar stops at the end marker, before the padding)
      const file = join(tmp, `${t}.tar`);
      writeFileSync(file, brotliDecompressSync(readFileSync(join(bin, `${t}.tar.br`))));
      const r = spawnSync('tar', ['-xf', file, '--no-same-owner', '-C', tmp]);
      if (r.status !== 0) throw new Error(`tar: ${r.error ?? r.stderr}`);
      rmSync(file);
    }
    writeFileSync(
      join(tmp, 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${out}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${out}/fonts-cache</cachedir></fontconfig>`,
    );
    writeFileSync(join(tmp, 'done'), '');
    try {
      renameSync(tmp, out);
    } catch (error) {
      // Another worker was quicker.
      if (!existsSync(join(out, 'done'))) throw error;
      rmSync(tmp, { recursive: true });
    }
  }
  const executablePath = join(out, 'chromium');
  /** @type {Record<string, string>} */
  const env = {};
  const probe = spawnSync(executablePath, ['--version']);
  if (probe.status !== 0) {
    // no libnss3/libnspr4/libexpat on this machine: use the ones in the package
    env.LD_LIBRARY_PATH = [join(out, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
    const again = spawnSync(executablePath, ['--version'], { env: { ...process.env, ...env } });
    if (again.status !== 0) throw new Error(`the npm-shipped chromium does not start: ${again.stderr}`);
  }
  // Without any font every text box is 0 wide and Playwright calls it hidden: use the package's Open Sans besides the system's fonts.
  env.FONTCONFIG_FILE = join(out, 'fonts.conf');
  Object.assign(process.env, env); // puppeteer/playwright pass process.env on
  return { executablePath, env };
}
/** @returns {Promise<{ executablePath: string, args: string[], source: string, env?: Record<string, string> }>} */
export async function findBrowser() {
  const sandbox =
    platform() === 'linux' && (process.getuid?.() === 0 || process.env.CI)
      ? ['--no-sandbox', '--disable-dev-shm-usage']
      : [];
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
    '--disable-gpu',
  ];
  const args = [...sandbox, ...quiet];
  const env = process.env.CHROME_PATH;
  if (env) {
    if (!existsSync(env)) throw new Error(`CHROME_PATH=${env} does not exist`);
    return { executablePath: env, args, source: 'CHROME_PATH' };
  }
  if (platform() === 'linux' && process.arch === 'x64') {
    const b = await unpackNpmChromium();
    if (b)
      return {
        executablePath: b.executablePath,
        args: [...args, '--headless'],
        env: b.env,
        source: '@sparticuz/chromium',
      };
  }
  for (const p of [...systemCandidates(), ...playwrightCache()])
    if (works(p)) return { executablePath: p, args, source: 'system' };
  throw new Error('No Chrome/Chromium found. Install one or set CHROME_PATH.');
}
