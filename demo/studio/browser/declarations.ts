export interface Declaration {
  /** As in the sheet, where it is the page's own; else with what it is for: `button-color`. */
  name: string;
  value: string;
}

// None looks at a character more than a few times, whatever it is given, and what never ends goes to the end.
const COMMENT = /\/\*[^]*?(\*\/|$)/g;
const PIECE = /([^{}]*)([{}]|$)/g;
const DECLARATION = /(?<![\w-])([\w-]+)\s*:\s*([^\s;{}](?:[^;{}\n]|(?<=,\r?)\n(?![^;{}\n]*:))*)/g;
/** More is a picture. */
const LONGEST_VALUE = 1000;
/** Which of several selectors speaks for the page, the first most; the last of them only for what lies in it. */
const PAGE = [
  /^body\b/,
  /^(html|:root|:host)\b/,
  /^(\*|main|p|[.#](app|root|page|content|container|wrapper|card))$/,
];
const STATE = /success|positive|warning|danger|error|destructive/;
const BUTTON = /\bbutton\b|\bbtn\b|submit/;
const MAIN_BUTTON = /primary|submit|cta/;
const LESSER = /secondary|tertiary|ghost|outline|link|light|cancel|close|disabled|:(hover|focus|active)/;
const LINK = /(^|\s)a(:link)?$/;
/** What says nothing without its selector. */
const PLAIN = /^(color|background(-color)?|font-(family|size))$/;

interface Rule {
  rank: number;
  /** Whose declarations they are, if not the page's. */
  owner: string;
  isDark: boolean;
  body: string;
}

function ownerOf(selector: string): string {
  const [state] = STATE.exec(selector) ?? [];
  if (BUTTON.test(selector) && !state && !LESSER.test(selector))
    return MAIN_BUTTON.test(selector) ? 'main-button' : 'button';
  return state ?? (LINK.test(selector) ? 'link' : 'other');
}

function ruleOf(selectors: string, around: Rule): Rule {
  const isDark = around.isDark || /^\s*@[^]*dark/i.test(selectors);
  const all = selectors
    .toLowerCase()
    .split(',')
    .map((one) => one.trim());
  const light = isDark ? [] : all.filter((one) => !one.includes('dark'));
  const rank = PAGE.findIndex((pattern) => light.some((one) => pattern.test(one) && !/\s/.test(one)));
  const [place, owner] = rank < 0 ? [PAGE.length, ownerOf(all[0]!)] : [rank, ''];
  return { rank: place, owner, isDark, body: '' };
}

/** One in another has its own declarations, and the outer one those around it; outside of all is the page. */
function rulesIn(text: string): Rule[] {
  const page: Rule = { rank: 1, owner: '', isDark: false, body: '' };
  const rules = [page];
  const open: Rule[] = [];
  for (const [, piece = '', brace] of text.matchAll(PIECE)) {
    const rule = open.at(-1) ?? page;
    const end = brace === '{' ? piece.lastIndexOf(';') + 1 : piece.length;
    rule.body += `${piece.slice(0, end)};`;
    if (brace === '}') open.pop();
    if (brace !== '{') continue;
    const inner = ruleOf(piece.slice(end), rule);
    rules.push(inner);
    open.push(inner);
  }
  return rules;
}

function namesIn({ owner, body }: Rule): Declaration[] {
  return [...body.matchAll(DECLARATION)].flatMap(([, property, value]) => {
    const name = property!.toLowerCase();
    const isOwned = owner && (PLAIN.test(name) || owner.endsWith('button'));
    const own = isOwned ? `${owner}-${name.replace(/^--/, '')}` : name;
    const plain = value!
      .replace(/!important\s*$/i, '')
      .replace(/\s+/g, ' ')
      .trim();
    return value!.length > LONGEST_VALUE ? [] : { name: own, value: plain };
  });
}

/** The page's own first, then as they stand: those of its dark and its special places come later. */
export const declarationsIn = (sheet: string): Declaration[] =>
  rulesIn(sheet.replace(COMMENT, ''))
    .sort((a, b) => a.rank - b.rank)
    .flatMap(namesIn);

/** Without a rule it is a list of colours. */
export const hasRules = (text: string): boolean => text.includes('{');
