import {
  BLACK,
  chroma,
  contrast,
  parseColour,
  READABLE,
  textOn,
  toHex,
  WHITE,
  type Colour,
} from './colour.ts';
import { declarationsIn, hasRules, type Declaration } from './declarations.ts';
import type { Settings } from './settings.ts';

interface Found {
  /** The property that holds it; empty in a bare palette. */
  name: string;
  colour: Colour;
}

const COLOUR = /#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|oklch|oklab|lch|lab|color)\([^()]*\)/gi;
/** What people call it, the closest name first. */
const NAMES: Record<string, { is: RegExp[]; not?: RegExp }> = {
  'color-accent': {
    is: [
      /^--.*(accent|primary|brand)|^accent-color$/,
      /^main-button-.*(bg|background)/,
      /^button-.*(bg|background)/,
      /^link-color$|^--.*link/,
    ],
    not: /foreground|contrast|text|(^|-)on-|hover|active|disabled/,
  },
  'color-on-accent': {
    is: [
      /on-(accent|primary|brand)|(accent|primary|brand)-(foreground|contrast|text)/,
      /^main-button-(.*-)?color$/,
      /^button-(.*-)?color$/,
    ],
    not: /background|border|hover|active|disabled/,
  },
  'color-surface': {
    is: [/^background(-color)?$|surface|paper|^--(bs-)?(body-)?(bg|background)$/],
    not: /hover|muted|raised/,
  },
  'color-text': {
    is: [/^color$|^--(text|fg|foreground|(bs-)?body-color|color)$|text(-color|-primary|-default)?$/],
    not: /muted|secondary|subtle|(accent|brand|primary|button|btn|link)-|(^|-)on-/,
  },
  'color-border': { is: [/border|outline|divider|line$/], not: /button/ },
  'color-success': { is: [/success|positive|good|green|ok$/] },
  'color-warning': { is: [/warn|caution|amber|yellow|orange/] },
  'color-danger': { is: [/danger|error|destructive|negative|critical|bad|red$/] },
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

function coloursIn(text: string, all: Declaration[], byName: Map<string, string>): Found[] {
  const named = all.flatMap(({ name, value }): Found[] => {
    const whole = resolve(value, byName);
    const colour = colourIn(whole) ?? colourIn(whole.match(COLOUR)?.[0] ?? '');
    return colour ? [{ name, colour }] : [];
  });
  const bare = [...text.matchAll(COLOUR)].flatMap(([one]): Found[] => {
    const colour = parseColour(one);
    return colour ? [{ name: '', colour }] : [];
  });
  return [...named, ...bare];
}

function chooseByName(found: Found[]): Record<string, Colour> {
  const chosen: Record<string, Colour> = {};
  for (const [key, { is, not }] of Object.entries(NAMES)) {
    const fitting = found.filter(({ name }) => name && !not?.test(name));
    const matches = is.flatMap((pattern) => fitting.find(({ name }) => pattern.test(name)) ?? []);
    if (matches[0]) chosen[key] = matches[0].colour;
  }
  return chosen;
}

/** What has no name: the accent is the strongest colour that is not a state's, and the hues tell the states. */
function chooseByHue(found: Found[], chosen: Record<string, Colour>): void {
  const strong = found
    .map(({ colour }) => ({ colour, ...chroma(colour) }))
    .filter(({ strength }) => strength > COLOURFUL)
    .sort((a, b) => b.strength - a.strength);
  const accent = strong.find(({ hue }) => !HUES.some((state) => isIn(hue, state))) ?? strong[0];
  if (accent) chosen['color-accent'] ??= accent.colour;
  const taken = Object.values(chosen).map(toHex);
  for (const state of HUES) {
    const match = strong.find(({ hue, colour }) => isIn(hue, state) && !taken.includes(toHex(colour)));
    if (match) chosen[state.key] ??= match.colour;
  }
}

/** Surface and text of a mere list are its extremes. */
function chooseExtremes(found: Found[], chosen: Record<string, Colour>): void {
  const greys = found
    .filter(({ colour }) => chroma(colour).strength <= COLOURFUL)
    .map(({ colour }) => colour)
    .sort((a, b) => contrast(b, BLACK) - contrast(a, BLACK));
  if (greys.length < 2) return;
  chosen['color-surface'] ??= greys[0]!;
  chosen['color-text'] ??= greys.at(-1)!;
}

/** Text is there where it would not be read otherwise; what stands on an accent only with one. */
function mendText(chosen: Record<string, Colour>): void {
  const { 'color-accent': accent, 'color-surface': surface, 'color-text': text } = chosen;
  if (!accent) delete chosen['color-on-accent'];
  else if (contrast(chosen['color-on-accent'] ?? accent, accent) < READABLE)
    chosen['color-on-accent'] = textOn(accent);
  if (text && contrast(text, WHITE) >= READABLE) chosen['color-surface'] ??= WHITE;
  if (surface && contrast(surface, BLACK) < READABLE) chosen['color-text'] ??= WHITE;
}

/** The twelve properties of a page, from its style sheet or from a list of colours; what is not in it is left as it is. */
export function matchPage(text: string): Settings {
  const all = declarationsIn(text);
  const byName = new Map([...all].reverse().map(({ name, value }) => [name, value]));
  const found = coloursIn(text, all, byName);
  const colours = chooseByName(found);
  chooseByHue(found, colours);
  if (!hasRules(text)) chooseExtremes(found, colours);
  mendText(colours);
  const sizes = Object.entries(SIZES).flatMap(([key, is]) => {
    const value = all.find(({ name, value }) => is.test(name) && !colourIn(resolve(value, byName)))?.value;
    const whole = value && resolve(value, byName);
    return whole && !whole.includes('var(') ? [[`--${key}`, whole]] : [];
  });
  return Object.fromEntries([
    ...Object.entries(colours).map(([key, colour]) => [`--${key}`, toHex(colour)]),
    ...sizes,
  ]) as Settings;
}
