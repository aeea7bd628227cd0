/** All that can be set, by name; what is not set is not in it. Names with `--` are custom properties. */
export type Settings = Record<string, string>;

/** Of the page around the element, and no attributes of it. */
export const PAGE_SETTINGS = ['scenario', 'width', 'dark', 'rtl', 'script', 'server', 'origin'];
/** Needs to begin anew: the element reads these once. */
const READ_ONCE = ['debug', 'loading', 'page-size'];

/** Badges stand in a list of candidates, and share what they ask for. */
export const isList = ({ scenario, view = 'badge' }: Settings): boolean =>
  scenario === 'badge' && view === 'badge';

/** Ticked boxes say `on`; as attributes they have no value. */
export const attributesOf = (settings: Settings): [name: string, value: string][] =>
  Object.entries({ ...(isList(settings) && { view: 'badge', session: 'list' }), ...settings }).flatMap(
    ([name, value]) =>
      PAGE_SETTINGS.includes(name) || name.startsWith('--') ? [] : [[name, value === 'on' ? '' : value]],
  );

export const propertiesOf = (settings: Settings): [name: string, value: string][] =>
  Object.entries(settings).flatMap(([name, value]) =>
    name.startsWith('--') ? [[`--canditech-${name.slice(2)}`, value]] : [],
  );

/** By which property the browser tells whether a value is one. */
const USES: Record<string, [property: string, noun: string]> = {
  '--font-family': ['font-family', 'list of fonts'],
  '--font-size': ['font-size', 'length'],
  '--border-width': ['border-left-width', 'length'],
  '--radius': ['border-radius', 'length'],
  '--duration': ['transition-duration', 'time'],
  '--shadow': ['box-shadow', 'shadow'],
};
const COLOUR: [string, string] = ['color', 'colour'];
const LENGTH: [string, string] = ['max-height', 'length'];
/** Whole numbers from one to the other. */
const RANGES: Record<string, [least: number, most: number]> = { 'page-size': [1, 1000], width: [240, 1600] };

/** What is wrong with a value, which is then left out. */
export function problemOf(name: string, value: string): string {
  const [least, most] = RANGES[name] ?? [];
  const number = Number(value);
  if (most && !(Number.isInteger(number) && number >= least! && number <= most))
    return `“${value}” is none of ${least} to ${most}.`;
  const [property, noun] = USES[name] ?? (name.startsWith('--color-') ? COLOUR : LENGTH);
  return !name.startsWith('--') || CSS.supports(property, value) ? '' : `“${value}” is no ${noun}.`;
}

type Field = HTMLInputElement | HTMLSelectElement;

const isTick = (field: Field): field is HTMLInputElement => field.type === 'checkbox';

/** Ticked boxes of one name make one list, as in `show="score comments"`. */
export function readFields(fields: Iterable<Field>): Settings {
  const settings: Settings = {};
  for (const field of fields) {
    const value = isTick(field) && !field.checked ? '' : field.value.trim();
    if (value && !problemOf(field.name, value))
      settings[field.name] = settings[field.name] ? `${settings[field.name]} ${value}` : value;
  }
  return settings;
}

export function fillFields(fields: Iterable<Field>, settings: Settings): void {
  for (const field of fields) {
    const value = settings[field.name] ?? '';
    if (isTick(field)) field.checked = value.split(' ').includes(field.value);
    else field.value = value;
    // A value that a select does not know is none.
    if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
  }
}

export const needsNew = (before: Settings, after: Settings): boolean =>
  READ_ONCE.some((name) => before[name] !== after[name]);
