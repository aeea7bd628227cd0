import { attributesOf, isList, needsNew, propertiesOf, type Settings } from './settings.ts';

export interface Preview {
  show(settings: Settings): void;
  /** A new element: what was done in the old one is forgotten. */
  again(): void;
  /** Width of the element, in CSS px. */
  width(): number;
}

/** A page of a host in miniature, with the element in a form of that page. */
export function createPreview(page: HTMLElement, people: string[]): Preview {
  const form = document.createElement('form');
  const submit = document.createElement('button');
  let elements: HTMLElement[] = [];
  let shown: Settings = {};

  submit.textContent = 'Submit the form of the page';
  form.addEventListener('submit', (event) => event.preventDefault());
  page.append(form);

  function wantedOf(i: number): Map<string, string> {
    const wanted = new Map([['demo', shown['scenario'] ?? 'picker'], ...attributesOf(shown)]);
    // The canned candidates have ids of their own.
    wanted.delete('candidate-id');
    return wanted.get('view') === 'badge' ? wanted.set('candidate-id', `demo-${i + 1}`) : wanted;
  }

  function dress(): void {
    elements.forEach((element, i) => {
      const wanted = wantedOf(i);
      for (const { name } of [...element.attributes]) if (!wanted.has(name)) element.removeAttribute(name);
      for (const [name, value] of wanted)
        if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    });
    const properties = new Map(propertiesOf(shown));
    for (const name of [...form.style]) if (!properties.has(name)) form.style.removeProperty(name);
    for (const [name, value] of properties) form.style.setProperty(name, value);
  }

  function listOf(rows: HTMLElement[]): HTMLElement {
    const list = document.createElement('ul');
    rows.forEach((element, i) => {
      const row = document.createElement('li');
      const name = document.createElement('bdi');
      name.textContent = people[i]!;
      row.append(name, element);
      list.append(row);
    });
    return list;
  }

  function again(): void {
    const count = isList(shown) ? people.length : 1;
    elements = Array.from({ length: count }, () => document.createElement('canditech-assessment'));
    dress();
    form.replaceChildren(isList(shown) ? listOf(elements) : elements[0]!);
    if (shown['action'] === 'select') form.append(submit);
  }

  return {
    again,
    width: () => form.clientWidth,
    show(settings) {
      const isNew = elements.length === 0 || needsNew(shown, settings) || isList(shown) !== isList(settings);
      shown = settings;
      page.classList.toggle('dark', 'dark' in settings);
      // What is wider than the window begins at its right.
      page.parentElement!.dir = 'rtl' in settings ? 'rtl' : '';
      page.style.inlineSize = settings['width'] ? `${Number(settings['width'])}px` : '';
      if (isNew) again();
      else dress();
      if (settings['action'] === 'select') form.append(submit);
      else submit.remove();
    },
  };
}
