// Every check of the project, in order; the last line adds up what the runners counted themselves.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const root = new URL('../..', import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), 'canditech-run-'));
const count = { passed: 0, failed: 0 };

/** @param {string} name @param {string} command @returns {Promise<{ code: number, output: string }>} */
function run(name, command) {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, { cwd: root, shell: true, env: { ...process.env, FORCE_COLOR: '0' } });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => (output += chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('close', (code) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      console.log(`\n=== ${name} (${seconds} s)${code === 0 ? '' : ' FAILED'}\n${output.trimEnd()}`);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** A step without tests of its own: only its failure counts. @param {string} name @param {string} command */
async function check(name, command) {
  const { code } = await run(name, command);
  if (code !== 0) count.failed++;
}

/** @param {string} project */
async function vitest(project) {
  const file = join(scratch, `${project}.json`);
  const { code } = await run(
    `tests: ${project}`,
    `npx vitest run --project ${project} --maxWorkers=2 --reporter=default --reporter=json --outputFile.json=${file}`,
  );
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
    count.passed += numPassedTests;
    count.failed += numFailedTests;
    if (code !== 0 && numFailedTests === 0) count.failed += Math.max(1, numFailedTestSuites);
  } catch {
    count.failed++;
  }
}

async function element() {
  const { code, output } = await run('tests: element and pages, in Chromium', 'npx wtr');
  const counts = [...stripVTControlCharacters(output).matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  const failed = Number(counts?.[2] ?? 0);
  count.passed += Number(counts?.[1] ?? 0);
  count.failed += code !== 0 && failed === 0 ? 1 : failed;
}

const inOrder = async (/** @type {(() => Promise<void>)[]} */ steps) => {
  for (const step of steps) await step();
};

await check('build', 'npm run build --silent');
// Two lanes: what keeps a core busy, and what mostly waits. Then what fills both cores by itself.
await Promise.all([
  inOrder([
    () => check('types', 'npm run types --silent'),
    () => check('lint', 'npm run lint --silent'),
    () => check('format', 'npx prettier --check .'),
    () => check('size', 'npm run size --silent'),
    () => vitest('unit'),
  ]),
  vitest('e2e'),
]);
await inOrder([() => vitest('store'), () => vitest('server'), () => vitest('hosts'), element]);

rmSync(scratch, { recursive: true, force: true });
console.log(`\n${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 && count.passed > 0 ? 0 : 1;
