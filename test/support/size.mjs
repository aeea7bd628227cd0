// What the element's files weigh on the wire, beside what they may.
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const KB = 1000;
const files = [
  // `most` is what it may weigh once it does all that is planned.
  { name: 'canditech-assessment.js', aim: 10.6 * KB, most: 14.8 * KB },
  { name: 'loader.js', aim: 1.5 * KB, most: 1.5 * KB },
];
const kb = (/** @type {number} */ bytes) => `${(bytes / KB).toFixed(2)} KB`.padStart(9);

console.log('file                        minified    brotli       aim      most');
for (const { name, aim, most } of files) {
  const file = new URL(`../../dist/widget/${name}`, import.meta.url);
  if (!existsSync(file)) throw new Error(`${name} is not built: npm run build`);
  const content = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  const weight = brotliCompressSync(content, { params }).length;
  const verdict = weight > most ? '  TOO HEAVY' : weight > aim ? '  above the aim' : '';
  console.log(`${name.padEnd(26)} ${kb(content.length)} ${kb(weight)} ${kb(aim)} ${kb(most)}${verdict}`);
  if (weight > most) process.exitCode = 1;
}
