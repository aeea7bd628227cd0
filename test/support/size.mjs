// What the element's files weigh on the wire, what is in them, and what others weigh.
import { existsSync, readFileSync } from 'node:fs';

const KB = 1000;
const folder = new URL('../../dist/widget/', import.meta.url);
const ELEMENT = 'canditech-assessment.js';
/** `aim` is the promise; `most` must not be passed. */
const LIMITS = { [ELEMENT]: [14.8, 23], 'loader.js': [1.5, 1.5], 'demo.js': [4, 5], 'doctor.js': [3, 4.85] };
const LOCALE = [2, 2.45];
/** Brotli, as measured beside a build of ours (November 2026). */
const PEERS = {
  'Lit element, hello world': 5.3,
  'Typeform’s script for a frame, which draws nothing': 11.8,
  'downshift, a combobox, without React': 12.6,
  'Cal.com’s script for a frame, which draws nothing': 14.8,
  'Algolia’s search box and list': 20.6,
  'Shoelace select, option and input': 30.2,
};

const kb = (/** @type {number} */ bytes) => `${(bytes / KB).toFixed(2)} KB`.padStart(9);
if (!existsSync(new URL('manifest.json', folder))) throw new Error('The element is not built: npm run build');
/** @type {{ files: Record<string, { bytes: number, brotliBytes: number }> }} */
const { files } = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'));

console.log('file                        minified    brotli       aim      most');
for (const [name, { bytes, brotliBytes }] of Object.entries(files)) {
  const [aim, most] = (LIMITS[name] ?? LOCALE).map((/** @type {number} */ limit) => limit * KB);
  const verdict = brotliBytes > most ? '  TOO HEAVY' : brotliBytes > aim ? '  above the aim' : '';
  console.log(`${name.padEnd(26)} ${kb(bytes)} ${kb(brotliBytes)} ${kb(aim)} ${kb(most)}${verdict}`);
  if (brotliBytes > most) process.exitCode = 1;
}

// A page pins one file: what that loads at its start would be neither pinned nor weighed.
if (/\b(?:import|from)\s*["']\.{0,2}\//.test(readFileSync(new URL(ELEMENT, folder), 'utf8'))) {
  console.log(`${ELEMENT} is not one file any more: it imports another at its start.`);
  process.exitCode = 1;
}

/** Bytes of each source in the minified file, by its source map. */
function bytesBySource() {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const code = readFileSync(new URL(ELEMENT, folder), 'utf8').split('\n');
  const map = JSON.parse(readFileSync(new URL(`${ELEMENT}.map`, folder), 'utf8'));
  /** @type {Record<string, number>} */
  const bytes = {};
  let source = 0;
  map.mappings.split(';').forEach((/** @type {string} */ line, /** @type {number} */ row) => {
    let column = 0;
    let last = '';
    let from = 0;
    const add = (/** @type {number} */ to) => (bytes[last] = (bytes[last] ?? 0) + to - from);
    for (const segment of line.split(',').filter(Boolean)) {
      const values = [];
      for (let i = 0, value = 0, shift = 0; i < segment.length; i++) {
        const digit = digits.indexOf(segment[i] ?? '');
        value |= (digit & 31) << shift;
        shift += 5;
        if (digit & 32) continue;
        values.push(value & 1 ? -(value >> 1) : value >> 1);
        value = shift = 0;
      }
      column += values[0] ?? 0;
      source += values[1] ?? 0;
      add(column);
      from = column;
      last = map.sources[source];
    }
    add(code[row]?.length ?? 0);
  });
  return bytes;
}

const PARTS = {
  'lit-html': /lit-html/,
  styles: /styles\.ts$/,
  English: /text\//,
  views: /views\//,
  'session, client, store': /embed\//,
};
/** @type {Record<string, number>} */
const parts = {};
for (const [source, bytes] of Object.entries(bytesBySource())) {
  const part = Object.entries(PARTS).find(([, pattern]) => pattern.test(source))?.[0] ?? 'the element itself';
  parts[part] = (parts[part] ?? 0) + bytes;
}
console.log(`\nin ${ELEMENT}, minified`);
for (const [part, bytes] of Object.entries(parts)) console.log(`${part.padEnd(26)} ${kb(bytes)}`);
console.log('\nothers, brotli');
for (const [name, weight] of Object.entries(PEERS)) console.log(`${kb(weight * KB)}  ${name}`);
