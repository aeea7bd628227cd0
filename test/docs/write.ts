// Writes the element's tables into README: `npm run docs`.
import { readFileSync, writeFileSync } from 'node:fs';
import { tablesOfElement } from '../../custom-elements.config.ts';

const file = new URL('../../README.md', import.meta.url);
const readme = readFileSync(file, 'utf8');
const marks = /(<!-- element:start -->)[^]*(<!-- element:end -->)/;
writeFileSync(file, readme.replace(marks, `$1\n\n${tablesOfElement()}\n\n$2`));
