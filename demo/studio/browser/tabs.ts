import type { Snippet } from './snippets.ts';

interface Parts {
  list: HTMLElement;
  panel: HTMLElement;
  file: HTMLElement;
  source: HTMLElement;
}

export interface Tabs {
  show(snippets: Snippet[]): void;
  /** Of the chosen one. */
  code(): string;
}

/** Snippets by name; arrow keys go from one to the next. */
export function createTabs({ list, panel, file, source }: Parts): Tabs {
  let snippets: Snippet[] = [];
  let chosen = 'HTML';

  function choose(name: string): void {
    const snippet = snippets.find((one) => one.name === name) ?? snippets[0]!;
    chosen = snippet.name;
    file.textContent = snippet.file;
    source.textContent = snippet.code;
    for (const tab of list.children as HTMLCollectionOf<HTMLButtonElement>) {
      const isChosen = tab.textContent === chosen;
      tab.ariaSelected = String(isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen) panel.setAttribute('aria-labelledby', tab.id);
    }
  }

  function createTab(name: string): HTMLButtonElement {
    const tab = document.createElement('button');
    tab.type = 'button';
    tab.id = `tab-${name}`;
    tab.role = 'tab';
    tab.textContent = name;
    tab.setAttribute('aria-controls', panel.id);
    tab.addEventListener('click', () => choose(name));
    return tab;
  }

  list.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!step) return;
    const at = snippets.findIndex(({ name }) => name === chosen) + step;
    choose(snippets.at(at % snippets.length)!.name);
    list.querySelector<HTMLElement>('[aria-selected="true"]')!.focus();
  });

  return {
    show(next) {
      const isSame = next.map(({ name }) => name).join() === snippets.map(({ name }) => name).join();
      snippets = next;
      if (!isSame) list.replaceChildren(...next.map(({ name }) => createTab(name)));
      choose(chosen);
    },
    code: () => snippets.find(({ name }) => name === chosen)!.code,
  };
}
