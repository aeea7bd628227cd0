import { contrast, parseColour, READABLE, textOn, toHex } from './colour.ts';
import { logEvents } from './event-log.ts';
import { matchPage } from './match.ts';
import { createPreview } from './preview.ts';
import { fillFields, problemOf, readFields, type Settings } from './settings.ts';
import { snippetsOf, type Manifest } from './snippets.ts';
import { createTabs } from './tabs.ts';

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const all = <T extends Element>(selector: string) => [...document.querySelectorAll<T>(selector)];

const manifest = JSON.parse(
  document.querySelector<HTMLMetaElement>('meta[name="canditech-manifest"]')!.content,
) as Manifest & { events: string[] };
const fields = all<HTMLInputElement | HTMLSelectElement>('.studio :is(input, select)[name]');
const pickers = all<HTMLInputElement>('input[type="color"]');
const scenarioField = find<HTMLSelectElement>('scenario');
const viewField = find<HTMLSelectElement>('view');
const slider = find<HTMLInputElement>('slider');
const width = find<HTMLInputElement>('width');
const preview = createPreview(find('page'), manifest.people);
const tabs = createTabs({
  list: find('tabs'),
  panel: find('snippet'),
  file: find('file'),
  source: find('source'),
});

const SAID_MS = 6000;
let saying: ReturnType<typeof setTimeout> | undefined;

/** It goes by itself, as it lies above the page. */
function say(text: string): void {
  const place = find('said');
  clearTimeout(saying);
  place.textContent = text;
  saying = setTimeout(() => (place.textContent = ''), SAID_MS);
}

async function copy(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(said);
  } catch {
    say('The browser does not allow it; select the text and copy it by hand.');
  }
}

/** What the colours of the text fields are, for the pickers beside them. */
function paintPickers(): void {
  for (const picker of pickers) {
    const colour = parseColour(find<HTMLInputElement>(picker.dataset['for']!).value);
    picker.value = toHex(colour ?? [128, 128, 128]);
    picker.classList.toggle('unset', !colour);
  }
}

function verdictOn(name: string, text: string, ground: string): string {
  const colours = [parseColour(text), parseColour(ground)];
  if (!colours[0] || !colours[1]) return '';
  const ratio = contrast(colours[0], colours[1]);
  return `Text on the ${name}: ${ratio.toFixed(1)} : 1, ${ratio >= READABLE ? 'can be read' : `too weak, needs ${READABLE} : 1`}.`;
}

/** What is not set is the page's, and text on the accent is the element's choice. */
function tellContrast(settings: Settings): void {
  const accent = settings['--color-accent'] ?? '';
  const colour = parseColour(accent);
  const { color, backgroundColor } = getComputedStyle(find('page'));
  const { '--color-text': text, '--color-surface': surface } = settings;
  const verdicts = [
    verdictOn('accent', settings['--color-on-accent'] ?? (colour ? toHex(textOn(colour)) : ''), accent),
    text || surface ? verdictOn('surface', text ?? color, surface ?? backgroundColor) : '',
  ];
  find('contrast').textContent = verdicts.filter(Boolean).join(' ');
}

function tellProblems(): void {
  for (const place of all<HTMLElement>('[id$="-problem"]')) {
    const field = find<HTMLInputElement>(place.id.replace('-problem', ''));
    const value = field.value.trim();
    const problem = value && problemOf(field.name, value);
    field.ariaInvalid = problem ? 'true' : null;
    place.textContent = problem;
  }
}

/** The scenario of badges is one of that view, which its control says as well. */
function tellView({ scenario, view }: Settings): void {
  if (scenario === 'badge' && !view) viewField.value = 'badge';
}

/** The address holds all that is set, so that a link shows the same. */
function show(settings: Settings): void {
  const query = new URLSearchParams(settings).toString();
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
  preview.show(settings);
  slider.value = String(preview.width());
  find('size').textContent = `${preview.width()} px`;
  find('fit').ariaPressed = String(!settings['width']);
  tabs.show(snippetsOf(settings, manifest));
  paintPickers();
  tellContrast(settings);
  tellProblems();
  tellView(settings);
}

function readAll(): Settings {
  const settings = readFields(fields);
  const { scenario, view } = settings;
  if (scenario === scenarioField.options[0]!.value) delete settings['scenario'];
  if (scenario === 'badge' && view === 'badge') delete settings['view'];
  return settings;
}
const update = () => show(readAll());

/** Sets the brand, and leaves everything else. */
function brand(settings: Settings): void {
  const others = Object.entries(readAll()).filter(([name]) => !name.startsWith('--'));
  fillFields(fields, { ...Object.fromEntries(others), ...settings });
  update();
}

function listen(): void {
  // Before the others read it: the view leaves with the scenario that brought it.
  scenarioField.addEventListener('input', () => {
    if (viewField.value === 'badge') viewField.value = '';
  });
  for (const field of fields) field.addEventListener('input', update);
  for (const picker of pickers)
    picker.addEventListener('input', () => {
      find<HTMLInputElement>(picker.dataset['for']!).value = picker.value;
      update();
    });
  const on = (id: string, act: () => unknown) => find(id).addEventListener('click', act);
  slider.addEventListener('input', () => {
    width.value = slider.value;
    update();
  });
  on('fit', () => {
    width.value = '';
    update();
  });
  on('again', () => preview.again());
  on('link', () => copy(location.href, 'The link is copied.'));
  on('copy', () => copy(tabs.code(), 'The code is copied.'));
  on('unbrand', () => brand({}));
  on('match', () => {
    const matched = matchPage(find<HTMLTextAreaElement>('palette').value);
    const count = Object.keys(matched).length;
    if (count > 0) brand(matched);
    const done = count === 1 ? '1 property is set.' : `${count} properties are set.`;
    say(count > 0 ? done : 'There is no colour and no size in it.');
  });
}

// On a phone everything would be far away from what it changes.
if (matchMedia('(max-width: 60em)').matches)
  for (const group of all('details')) group.removeAttribute('open');
listen();
logEvents(find('page'), [...manifest.events, 'change', 'submit'], find('log'));
fillFields(fields, Object.fromEntries(new URLSearchParams(location.search)));
update();
