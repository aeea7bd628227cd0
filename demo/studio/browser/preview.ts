import { attributesOf, needsNew, propertiesOf, type Settings } from './settings.ts';

export interface Preview {
  show(settings: Settings): void;
  /** A new element: what was done in the old one is forgotten. */
  again(): void;
  /** Width of the element, in CSS px. */
  width(): number;
}

/** A page of a host in miniature, with the element in a form of that page. */
export function createPreview(page: HTMLElement): Preview {
  const form = document.createElement('form');
  const submit = document.createElement('button');
  let element: HTMLElement | undefined;
  let shown: Settings = {};

  submit.textContent = 'Submit the form of the page';
  form.addEventListener('submit', (event) => event.preventDefault());
  page.append(form);

  function dress(target: HTMLElement): void {
    const wanted = new Map([['demo', shown['scenario'] ?? 'picker'], ...attributesOf(shown)]);
    for (const { name } of [...target.attributes]) if (!wanted.has(name)) target.removeAttribute(name);
    for (const [name, value] of wanted)
      if (target.getAttribute(name) !== value) target.setAttribute(name, value);
    const properties = new Map(propertiesOf(shown));
    for (const name of [...form.style]) if (!properties.has(name)) form.style.removeProperty(name);
    for (const [name, value] of properties) form.style.setProperty(name, value);
  }

  function again(): void {
    element?.remove();
    element = document.createElement('canditech-assessment');
    dress(element);
    form.prepend(element);
  }

  return {
    again,
    width: () => form.clientWidth,
    show(settings) {
      const isNew = !element || needsNew(shown, settings);
      shown = settings;
      page.classList.toggle('dark', 'dark' in settings);
      page.dir = 'rtl' in settings ? 'rtl' : '';
      page.style.inlineSize = settings['width'] ? `${Number(settings['width'])}px` : '';
      if (isNew) again();
      else dress(element!);
      if (settings['action'] === 'select') form.append(submit);
      else submit.remove();
    },
  };
}
