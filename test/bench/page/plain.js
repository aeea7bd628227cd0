// Plain DOM as one would write it by hand: every match is a row, each key writes the list anew.
/* global bench, document */
import { pages } from './data.js';

const KINDS = {
  single: 'single choice',
  multiple: 'multiple choice',
  number: 'number',
  text: 'short text',
  ordering: 'ordering',
  matching: 'matching',
  open: 'open question',
};
const languages = new Intl.DisplayNames('en', { type: 'language' });
const escape = (text) => text.replace(/[&<"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const input = document.querySelector('input');
const list = document.querySelector('#list');
const all = [];
let isComplete = false;

function show(query) {
  const wanted = fold(query);
  const matches = all.filter(({ text }) => text.includes(wanted));
  list.innerHTML = matches.map(({ row }) => row).join('');
}
bench.count = () => (isComplete && list.offsetHeight ? list.childElementCount : -1);
bench.isComplete = () => isComplete;
input.addEventListener('input', () => show(input.value));

for await (const items of pages())
  for (const { name, description, sectionTitles, minutes, kinds, language } of items) {
    const meta = `${minutes} min · ${kinds.map((kind) => KINDS[kind]).join(', ')} · ${languages.of(language)}`;
    all.push({
      text: fold([name, description, ...sectionTitles].join(' ')),
      row: `<div role="option"><div>${escape(name)}</div><div>${escape(meta)}</div></div>`,
    });
  }
show('');
isComplete = true;
bench.check();
