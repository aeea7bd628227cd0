import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, parseAst, type Plugin } from 'vite';
import { customElementsManifest } from './custom-elements.config.ts';

const file = (path: string) => resolve(import.meta.dirname, path);
const { version } = JSON.parse(readFileSync(file('package.json'), 'utf8')) as { version: string };

/**
 * Lit makes its Trusted Types policy when it is imported, which throws where a page lists other policies or has a Lit of
 * its own. Ours has a name of its own, is made at the first template, and does without where it is refused.
 */
function ownTrustedTypesPolicy(): Plugin {
  const made = /=(\w)\?\w\.createPolicy\("lit-html",\{createHTML:\w=>\w\}\):void 0/;
  const used = /return void 0!==(\w)\?\1\.createHTML\((\w)\):\2/;
  return {
    name: 'own-trusted-types-policy',
    transform(code, id) {
      if (!id.endsWith('/lit-html/lit-html.js')) return null;
      if (!made.test(code) || !used.test(code)) throw new Error('lit-html has changed: mend this plugin.');
      const lazy =
        '=(p=>h=>{if(!p)try{p=$1.createPolicy("canditech-embed",{createHTML:h=>h})}catch{p={createHTML:h=>h}}return p.createHTML(h)})()';
      return { code: code.replace(made, lazy).replace(used, 'return $1($2)'), map: null };
    },
  };
}

/** Whitespace beside these is never seen. */
const BLOCKS = 'div|p|ul|li|dl|dt|dd|form|h3|h4|svg|path|rect';

const minifyHtml = (html: string) =>
  html
    .replace(/\s+/g, ' ')
    .replace(/="([\w-]+)"(?= [^/]|>)/g, '=$1')
    .replace(/ (?=\/?>)/g, '')
    .replace(new RegExp(` (?=</?(?:${BLOCKS})\\b)`, 'g'), '')
    .replace(new RegExp(`(</(?:${BLOCKS})>) `, 'g'), '$1')
    .replace(new RegExp(`(<(?:${BLOCKS})(?: [^<>]*)?>) `, 'g'), '$1');

const minifyCss = (css: string) =>
  css
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replace(/\) \* /g, ')*')
    .replace(/;}/g, '}')
    .replace(/=['"]([\w-]+)['"]\]/g, '=$1]');

interface Node {
  type: string;
  start: number;
  end: number;
}
interface TaggedTemplate extends Node {
  tag: { name?: string };
  quasi: { quasis: Node[] };
}

/** Takes the whitespace out of templates; lines that go are put back outside of them, so the source map stays right. */
function minifyTemplates(): Plugin {
  const found = (node: unknown): TaggedTemplate[] => {
    if (typeof node !== 'object' || node === null) return [];
    const inside = Object.values(node).flatMap(found);
    return (node as Node).type === 'TaggedTemplateExpression' ? [node as TaggedTemplate, ...inside] : inside;
  };
  return {
    name: 'minify-templates',
    transform(code, id) {
      if (!id.startsWith(file('widget'))) return null;
      const edits = found(parseAst(code)).flatMap(({ tag: { name }, quasi }) => {
        const minify = { html: minifyHtml, svg: minifyHtml, css: minifyCss }[name ?? ''];
        return minify ? quasi.quasis.map(({ start, end }) => ({ start, end, minify })) : [];
      });
      for (const { start, end, minify } of edits.sort((a, b) => b.start - a.start)) {
        const before = code.slice(start, end);
        const after = minify(before);
        const lines = '\n'.repeat(before.split('\n').length - after.split('\n').length);
        const next = code.startsWith('${', end) ? 2 : 1;
        code = code.slice(0, start) + after + code.slice(end, end + next) + lines + code.slice(end + next);
      }
      return { code, map: null };
    },
  };
}

/**
 * The weight of the file is a promise, so it leaves the server compressed, whatever stands before it. Hosts pin what they
 * load by the hashes in the manifest.
 */
function compress(): Plugin {
  return {
    name: 'compress',
    writeBundle({ dir }, bundle) {
      const files: Record<string, { integrity: string; bytes: number; brotliBytes: number }> = {};
      for (const [name, { type }] of Object.entries(bundle)) {
        if (type !== 'chunk') continue;
        const path = resolve(dir!, name);
        const content = readFileSync(path);
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        };
        const brotli = brotliCompressSync(content, { params });
        const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
        files[name] = { integrity, bytes: content.length, brotliBytes: brotli.length };
        console.log(`${name.padEnd(26)} ${integrity}`);
        writeFileSync(`${path}.br`, brotli);
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
      writeFileSync(resolve(dir!, 'manifest.json'), JSON.stringify({ files }));
      writeFileSync(resolve(dir!, 'custom-elements.json'), JSON.stringify(customElementsManifest(), null, 2));
    },
  };
}

export default defineConfig({
  plugins: [ownTrustedTypesPolicy(), minifyTemplates(), compress()],
  define: { __VERSION__: JSON.stringify(version) },
  build: {
    lib: {
      entry: { 'canditech-assessment': file('widget/index.ts'), loader: file('widget/loader.ts') },
      formats: ['es'],
      fileName: (_format, name) => `${name}.js`,
    },
    outDir: file('dist/widget'),
    emptyOutDir: true,
    sourcemap: 'hidden',
    target: 'es2022',
    reportCompressedSize: false,
    rolldownOptions: { output: { minify: true, chunkFileNames: '[name].js' } },
  },
});
