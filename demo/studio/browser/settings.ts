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

/** What a colour field holds that the browser takes for none. */
export const isNoColour = (name: string, value: string): boolean =>
  name.startsWith('--color-') && value !== '' && !CSS.supports('color', value);

type Field = HTMLInputElement | HTMLSelectElement;

const isTick = (field: Field): field is HTMLInputElement => field.type === 'checkbox';

/** Ticked boxes of one name make one list, as in `show="score comments"`. */
export function readFields(fields: Iterable<Field>): Settings {
  const settings: Settings = {};
  for (const field of fields) {
    const value = isTick(field) && !field.checked ? '' : field.value.trim();
    if (value && !isNoColour(field.name, value))
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
