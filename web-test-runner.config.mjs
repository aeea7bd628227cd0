import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { findBrowser } from './test/support/browser.mjs';

const { executablePath, args, source } = await findBrowser();
console.log(`[wtr] browser: ${executablePath} (${source})`);

/** Starts the server that the tests talk to, and tells them where it is. */
function elementServer() {
  let child;
  let address;
  return {
    name: 'element-server',
    async serverStart() {
      child = spawn(process.execPath, ['--import', 'tsx', 'test/support/element-server.ts'], {
        cwd: import.meta.dirname,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      address = await new Promise((resolve, reject) => {
        child.once('exit', (code) => reject(new Error(`the element's server ended with ${code}`)));
        createInterface(child.stdout).on('line', (line) => {
          if (line.startsWith('{')) resolve(JSON.parse(line).control);
        });
      });
    },
    serverStop: () => void child?.stdin.end(),
    serve: ({ path }) =>
      path === '/element-server.js'
        ? { body: `export const control = ${JSON.stringify(address)};`, type: 'js' }
        : undefined,
  };
}

export default {
  files: ['test/widget/**/*.test.ts', '!test/widget/hosts/**'],
  rootDir: import.meta.dirname,
  nodeResolve: { exportConditions: ['development', 'browser'] },
  concurrency: 4,
  browsers: [playwrightLauncher({ product: 'chromium', launchOptions: { executablePath, args } })],
  plugins: [
    elementServer(),
    esbuildPlugin({
      ts: true,
      target: 'esnext',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  testFramework: { config: { timeout: 20_000 } },
  testsFinishTimeout: 180_000,
  filterBrowserLogs: ({ args: [first] }) => !(typeof first === 'string' && /Lit is in dev mode/.test(first)),
};
