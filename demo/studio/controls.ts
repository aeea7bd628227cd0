import { html, type Html } from '../html.ts';

/** What the studio needs of the custom-elements manifest that the build writes. */
export interface ElementManifest {
  attributes: { name: string; type: { text: string }; description: string }[];
  cssProperties: { name: string; description: string }[];
  events: { name: string }[];
}

/** Set otherwise: `demo` by the scenario, the server by the page, the token by nobody. */
const NOT_HERE = ['demo', 'api-base', 'token', 'value'];
const GROUPS: [title: string, names: string[]][] = [
  ['What it shows', ['view', 'action', 'show', 'heading-level', 'label', 'page-size']],
  ['How it looks', ['theme', 'density', 'lang', 'dir', 'time-zone']],
  ['How it behaves', ['live', 'loading', 'required', 'disabled', 'readonly', 'debug']],
];
const OTHERS = 'Who and where';
/** The browser's own, which the manifest does not name. */
const GLOBAL = {
  name: 'dir',
  type: { text: "'' | 'ltr' | 'rtl'" },
  description: 'Default: that of the page around it.',
};
/** Short lists of what would be typed otherwise. */
const CHOICES: Record<string, string[]> = {
  lang: ['', 'en', 'de', 'fr', 'es', 'he', 'ar'],
  'heading-level': ['', '2', '3', '4', '5', '6'],
  'time-zone': ['', 'UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Tokyo', 'Pacific/Auckland'],
};
const PARTS = ['score', 'sections', 'comments', 'decision', 'history'];
const BRAND = 12;

type Attribute = ElementManifest['attributes'][number];

const plain = (text: string) => text.replaceAll('`', '');

function choices({ name, type, description }: Attribute): string[] | undefined {
  if (name === 'show') return undefined;
  if (CHOICES[name]) return CHOICES[name];
  const values = [...type.text.matchAll(/'([^']*)'/g)].map(([, value]) => value!);
  return values.length > 1 && description ? values : undefined;
}

/** What is wrong with its value appears there. */
const problemOf = (id: string) => html`<small class="bad" id="${id}-problem" role="status"></small>`;

function controlOf(attribute: Attribute): Html {
  const { name, type, description } = attribute;
  const hint = plain(description);
  if (type.text === 'boolean')
    return html`<label class="tick" title="${hint}"
      ><input type="checkbox" name="${name}" value="on" /> ${name}</label
    >`;
  if (name === 'show')
    return html`<fieldset class="ticks" title="${hint}">
      <legend>${name} <span class="note">(none ticked: all)</span></legend>
      ${PARTS.map((part) => html`<label class="tick"><input type="checkbox" name="show" value="${part}" /> ${part}</label>`)}
    </fieldset>`;
  const values = choices(attribute);
  const field = values
    ? html`<select id="${name}" name="${name}">
        ${values.map((value, i) => html`<option value="${i === 0 ? '' : value}">${value || 'default'}</option>`)}
      </select>`
    : type.text === 'number'
      ? html`<span class="pair"
          ><input
            id="${name}"
            name="${name}"
            type="number"
            min="1"
            placeholder="default"
            autocomplete="off"
            aria-describedby="${name}-problem"
          />${problemOf(name)}</span
        >`
      : html`<input id="${name}" name="${name}" autocomplete="off" />`;
  return html`<label for="${name}" title="${hint}">${name}</label>${field}`;
}

function propertyControl({ name, description }: ElementManifest['cssProperties'][number]): Html {
  const short = name.replace('--canditech-', '');
  const key = `--${short}`;
  const isColour = short.startsWith('color-');
  const picker = html`<input type="color" data-for="${key}" aria-label="${short}, picked" />`;
  return html`<label for="${key}" title="${plain(description)}">${short}</label>
    <span class="pair"
      >${isColour ? picker : ''}<input
        id="${key}"
        name="${key}"
        placeholder="default"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="${key}-problem"
      />${problemOf(key)}</span
    >`;
}

const group = (title: string, content: Html, isOpen = true) =>
  html`<details ${isOpen ? 'open' : ''}>
    <summary>${title}</summary>
    ${content}
  </details>`;

const MATCH = html`<div>
  <label for="palette">Your colours, or a style sheet</label>
  <textarea
    id="palette"
    rows="4"
    spellcheck="false"
    placeholder=":root { --brand: #0b6e4f; --radius: 4px }"
  ></textarea>
  <p class="buttons">
    <button type="button" id="match">Match my page</button>
    <button type="button" id="unbrand" class="plain">Take all back</button>
  </p>
  <p id="contrast" role="status"></p>
</div>`;

/** A control for each attribute and custom property that the element has, whatever is added to it later. */
export function controls({ attributes, cssProperties }: ElementManifest): Html {
  const all = [...attributes.filter(({ name }) => !NOT_HERE.includes(name)), GLOBAL];
  const grouped = GROUPS.flatMap(([, names]) => names);
  const rest = all.map(({ name }) => name).filter((name) => !grouped.includes(name));
  const groups = [...GROUPS, [OTHERS, rest] as const].map(([title, names]) => {
    const own = names.flatMap((name) => all.find((one) => one.name === name) ?? []);
    const isTick = ({ type }: Attribute) => type.text === 'boolean';
    return group(
      title,
      html`<div class="fields">${own.filter((one) => !isTick(one)).map(controlOf)}</div>
        <div class="ticks">${own.filter(isTick).map(controlOf)}</div>`,
      title !== OTHERS,
    );
  });
  return html`${groups.slice(0, 2)}
  ${group(
    'Brand',
    html`<div class="fields">${cssProperties.slice(0, BRAND).map(propertyControl)}</div>
      ${MATCH}`,
  )}
  ${groups.slice(2)}
  ${group('Further properties', html`<div class="fields">${cssProperties.slice(BRAND).map(propertyControl)}</div>`, false)}`;
}
