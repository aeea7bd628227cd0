import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

const root = new URL('../../', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const built = readFileSync(new URL('dist/widget/canditech-assessment.js', root));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface File {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}
/** As it comes over the wire; fetch would unpack it. */
const get = (path: string, encoding = 'identity'): Promise<File> =>
  new Promise((resolve, reject) => {
    const headers = { 'Accept-Encoding': encoding, Origin: 'https://any.example' };
    request(`${server.url}${path}`, { headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () =>
        resolve({ status: res.statusCode!, headers: res.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });

test('the version’s file may be kept for ever, by any page', async () => {
  const { status, headers, body } = await get(`/embed/${version}/canditech-assessment.js`);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'content-type': 'text/javascript; charset=utf-8',
  });
  expect(body.equals(built)).toBe(true);
});

test.each(['loader.js', 'canditech-assessment.js'])(
  'the evergreen %s is asked for again in minutes',
  async (file) => {
    const { status, headers } = await get(`/embed/v1/${file}`);
    expect(status).toBe(200);
    expect(headers['cache-control']).toContain('max-age=300');
  },
);

test('the file leaves compressed for who takes that', async () => {
  const path = `/embed/${version}/canditech-assessment.js`;
  const [br, gzip] = [await get(path, 'gzip, deflate, br'), await get(path, 'gzip')];
  expect([br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['br', 'gzip']);
  expect(br.headers['vary']).toContain('Accept-Encoding');
  expect(brotliDecompressSync(br.body).equals(built)).toBe(true);
  expect(gunzipSync(gzip.body).equals(built)).toBe(true);
});

test('a version that was never there is not found, and pages can read that', async () => {
  const { status, headers } = await get('/embed/0.0.9/canditech-assessment.js');
  expect(status).toBe(404);
  expect(headers['access-control-allow-origin']).toBe('*');
});

test('the file is one: a hash of it covers all that runs before somebody asks for more', () => {
  expect(String(built)).not.toMatch(/(^|[;}])import[\s{"'*]|from\s*["'`]\.\//);
});

test('the file keeps nothing in the browser and evaluates no text', () => {
  expect(String(built)).not.toMatch(
    /localStorage|sessionStorage|indexedDB|document\.cookie|\beval\(|new Function/,
  );
});

test('the manifest says where each file is and what its hash is, with lines to copy', async () => {
  const { status, body, headers } = await get('/embed/v1/manifest.json');
  expect([status, headers['access-control-allow-origin']]).toEqual([200, '*']);
  const manifest = JSON.parse(String(body));
  expect(manifest.version).toBe(version);
  expect(Object.keys(manifest.files)).toEqual(
    expect.arrayContaining(['canditech-assessment.js', 'de.js', 'loader.js']),
  );
  for (const { url, integrity, bytes } of Object.values<any>(manifest.files)) {
    const file = await get(new URL(url).pathname);
    expect([url, file.status, file.body.length]).toEqual([url, 200, bytes]);
    expect(integrity).toBe(`sha384-${createHash('sha384').update(file.body).digest('base64')}`);
  }
  const { pinned, evergreen, csp, trustedTypes } = manifest.snippets;
  expect(pinned).toContain(manifest.files['canditech-assessment.js'].integrity);
  expect(evergreen).toContain('/embed/v1/loader.js');
  const { origin } = new URL(manifest.files['loader.js'].url);
  // The page's own scripts, and its route that gives tokens.
  expect(csp).toBe(`script-src 'self' ${origin}; connect-src 'self' ${origin}`);
  expect(trustedTypes).toBe('trusted-types canditech-embed');
});

test.each(['manifest.json', '..%2Fserver%2Fmain.js', 'canditech-assessment.js.map'])(
  '%s is no file of a version',
  async (file) => {
    expect((await get(`/embed/${version}/${file}`)).status).toBe(404);
  },
);
