import { BLACK, chroma, contrast, parseColour, textOn, toHex, WHITE, type Colour } from './colour.ts';
import type { Settings } from './settings.ts';

interface Found {
  /** The property that holds it; empty in a bare palette. */
  name: string;
  colour: Colour;
}

const COLOUR = /#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|oklch|oklab|lch|lab|color)\([^()]*\)/gi;
const DECLARATION = /([\w-]+)\s*:\s*([^;{}\n]+)/g;
/** What people call it, the closest name first; what a name must not have is after the `!`. */
const NAMES: Record<string, [RegExp, RegExp?]> = {
  'color-accent': [/accent|primary|brand|link/, /foreground|contrast|text|on-|hover/],
  'color-on-accent': [/on-(accent|primary|brand)|(accent|primary|brand)-(foreground|contrast|text)/],
  'color-surface': [/surface|paper|^--(bg|background)$|^background(-color)?$/, /hover|muted|raised/],
  'color-text': [
    /^color$|^--(text|fg|foreground|body-color|color)$|text(-color|-primary|-default)?$/,
    /muted|secondary|subtle/,
  ],
  'color-border': [/border|outline|divider|line$/],
  'color-success': [/success|positive|good|green|ok$/],
  'color-warning': [/warn|caution|amber|yellow|orange/],
  'color-danger': [/danger|error|destructive|negative|critical|bad|red$/],
};
const SIZES: Record<string, RegExp> = {
  'font-family': /^font-family$|^--.*font(-family)?(-sans|-body|-base)?$/,
  'font-size': /^font-size$|^--.*font-size(-base)?$/,
  radius: /radius/,
  space: /^--.*(space|spacing|unit|gap)(-1|-base|-unit)?$/,
};
/** Hues of states, where nothing has a name. */
const HUES = [
  { key: 'color-success', from: 90, to: 165 },
  { key: 'color-warning', from: 25, to: 60 },
  { key: 'color-danger', from: 345, to: 375 },
];
const isIn = (hue: number, { from, to }: { from: number; to: number }) =>
  (hue > from && hue < to) || hue + 360 < to;
/** Less than this is a grey with a tint. */
const COLOURFUL = 0.15;

/** The first of a name: a page's own colours come before those of its dark and its special places. */
function declarationsIn(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, value] of text.replace(/\/\*[^]*?\*\//g, '').matchAll(DECLARATION))
    if (!found.has(name!.toLowerCase())) found.set(name!.toLowerCase(), value!.trim());
  return found;
}

/** One variable may stand for another. */
function resolve(value: string, all: Map<string, string>, depth = 0): string {
  const name = /^var\(\s*(--[\w-]+)/.exec(value)?.[1]?.toLowerCase();
  const next = name && all.get(name);
  return next && depth < 5 ? resolve(next, all, depth + 1) : value;
}

/** Bare HSL numbers are how shadcn and Tailwind keep them. */
const colourIn = (value: string): Colour | undefined =>
  parseColour(value) ??
  (/^[\d.]+\s+[\d.]+%\s+[\d.]+%$/.test(value) ? parseColour(`hsl(${value})`) : undefined);

function coloursIn(text: string, declared: Map<string, string>): Found[] {
  const named = [...declared].flatMap(([name, value]): Found[] => {
    const whole = resolve(value, declared);
    const colour = colourIn(whole) ?? colourIn(whole.match(COLOUR)?.[0] ?? '');
    return colour ? [{ name, colour }] : [];
  });
  const bare = [...text.matchAll(COLOUR)].flatMap(([one]): Found[] => {
    const colour = parseColour(one);
    return colour ? [{ name: '', colour }] : [];
  });
  return [...named, ...bare];
}

/** By its name; else the accent is the strongest colour that is not a state's, and surface and text are the extremes. */
function chooseColours(found: Found[]): Record<string, Colour> {
  const chosen: Record<string, Colour> = {};
  for (const [key, [is, isNot]] of Object.entries(NAMES)) {
    const match = found.find(({ name }) => name && is.test(name) && !isNot?.test(name));
    if (match) chosen[key] = match.colour;
  }
  const strong = found
    .map(({ colour }) => ({ colour, ...chroma(colour) }))
    .filter(({ strength }) => strength > COLOURFUL)
    .sort((a, b) => b.strength - a.strength);
  const accent = strong.find(({ hue }) => !HUES.some((state) => isIn(hue, state))) ?? strong[0];
  if (accent) chosen['color-accent'] ??= accent.colour;
  for (const state of HUES) {
    const match = strong.find(({ hue, colour }) => isIn(hue, state) && colour !== chosen['color-accent']);
    if (match) chosen[state.key] ??= match.colour;
  }
  const greys = found
    .filter(({ colour }) => chroma(colour).strength <= COLOURFUL)
    .map(({ colour }) => colour)
    .sort((a, b) => contrast(b, BLACK) - contrast(a, BLACK));
  if (greys.length > 1 || chosen['color-text']) chosen['color-surface'] ??= greys[0] ?? WHITE;
  if (greys.length > 1) chosen['color-text'] ??= greys.at(-1)!;
  return chosen;
}

/** The twelve properties of a page, from its style sheet or from a list of colours; what is not in it is left as it is. */
export function matchPage(text: string): Settings {
  const declared = declarationsIn(text);
  const colours = chooseColours(coloursIn(text, declared));
  const accent = colours['color-accent'];
  if (accent && contrast(colours['color-on-accent'] ?? accent, accent) < 4.5)
    colours['color-on-accent'] = textOn(accent);
  const sizes = Object.entries(SIZES).flatMap(([key, is]) => {
    const value = [...declared].find(
      ([name, one]) => is.test(name) && !colourIn(resolve(one, declared)),
    )?.[1];
    const whole = value && resolve(value, declared);
    return whole && !whole.includes('var(') ? [[`--${key}`, whole]] : [];
  });
  return Object.fromEntries([
    ...Object.entries(colours).map(([key, colour]) => [`--${key}`, toHex(colour)]),
    ...sizes,
  ]) as Settings;
}
