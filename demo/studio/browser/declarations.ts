export interface Declaration {
  /** As in the sheet, where it is the page's own; else with what it is for: `button-color`. */
  name: string;
  value: string;
}

const RULE = /([^{}]*)\{([^{}]*)\}/g;
const DECLARATION = /([\w-]+)\s*:\s*([^;{}\n]+)/g;
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
  body: string;
}

function ownerOf(selector: string): string {
  const [state] = STATE.exec(selector) ?? [];
  if (BUTTON.test(selector) && !state && !LESSER.test(selector))
    return MAIN_BUTTON.test(selector) ? 'main-button' : 'button';
  return state ?? (LINK.test(selector) ? 'link' : 'other');
}

function ruleOf(selectors: string, body: string): Rule {
  const all = selectors
    .split(';')
    .at(-1)!
    .toLowerCase()
    .split(',')
    .map((one) => one.trim());
  const light = all.filter((one) => !one.includes('dark'));
  const rank = PAGE.findIndex((pattern) => light.some((one) => pattern.test(one) && !/\s/.test(one)));
  return rank < 0 ? { rank: PAGE.length, owner: ownerOf(all[0]!), body } : { rank, owner: '', body };
}

function namesIn({ owner, body }: Rule): Declaration[] {
  return [...body.matchAll(DECLARATION)].map(([, property, value]) => {
    const name = property!.toLowerCase();
    const isOwned = owner && (PLAIN.test(name) || owner.endsWith('button'));
    return { name: isOwned ? `${owner}-${name.replace(/^--/, '')}` : name, value: value!.trim() };
  });
}

/** The page's own first, then as they stand: those of its dark and its special places come later. */
export function declarationsIn(sheet: string): Declaration[] {
  const text = sheet.replace(/\/\*[^]*?\*\//g, '');
  const rules = [...text.matchAll(RULE)].map(([, selectors, body]) => ruleOf(selectors!, body!));
  const bare = { rank: 1, owner: '', body: text.replace(RULE, '') };
  return [bare, ...rules].sort((a, b) => a.rank - b.rank).flatMap(namesIn);
}

/** Without a rule it is a list of colours. */
export const hasRules = (text: string): boolean => text.includes('{');
