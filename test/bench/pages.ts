// The pages that are measured, as a host would write them. All begin with the same probe.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { candidateId, newToken } from './data.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, 'page', name), 'utf8');
const STYLES = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 24px; }
  input, #list { display: block; box-sizing: border-box; inline-size: 100%; }
  input { font: inherit; padding: 6px 12px; }
  #list { block-size: 308px; overflow-y: auto; border: 1px solid; border-radius: 8px; margin-block: 12px; }
  [role=option] { padding: 6px 12px; }
  [role=option] > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  [role=option] > :last-child { font-size: 0.875em; }`;
const ELEMENT = '/embed/canditech-assessment.js';
const LIST = '<input aria-label="Find an assessment"><div id="list" role="listbox"></div>';

const module = (path: string) =>
  `<link rel="modulepreload" href="${path}"><script type="module" src="${path}"></script>`;

/** Reads the data of plain pages beside their script, as a bundler would arrange it. */
const withData = (path: string) => `<link rel="modulepreload" href="/page/data.js">${module(path)}`;

function elements(query: URLSearchParams): string {
  const attributes = [...query]
    .filter(([name]) => name !== 'reserve')
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
  const badges = query.get('view') === 'badge' ? 100 : 1;
  return Array.from({ length: badges }, (_, i) => {
    const own = badges > 1 ? ` candidate-id="${candidateId(i)}"` : '';
    return `<div><canditech-assessment${attributes}${own}></canditech-assessment></div>`;
  }).join('\n');
}

/** `query`: attributes of the element; `api-base` for the others too. */
export function pageOf(name: string, query: URLSearchParams): string {
  if (query.get('token') === 'new') query.set('token', newToken());
  const isElement = name === 'element' || name === 'badges';
  const scripts = isElement
    ? `<script>${read(`${name}.js`)}</script>${module(ELEMENT)}`
    : name === 'blank'
      ? ''
      : withData(`/page/${name}.js`);
  // As a host does that knows how high it gets: before the script is there, the element has no say.
  const reserve = `canditech-assessment:not(:defined) { display: block; block-size: ${query.get('reserve') ?? 0}px; }`;
  const body = { element: elements(query), badges: elements(query), plain: LIST, floor: LIST }[name] ?? '';
  return `<!doctype html>
<html lang="en" data-base="${query.get('api-base') ?? ''}" data-token="${query.get('token') ?? ''}">
<head><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,"><style>${STYLES}${reserve}</style>
<script>${read('probe.js')}</script>${scripts}</head>
<body>${body}<p>What the page has below.</p></body></html>`;
}
