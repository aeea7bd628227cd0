const MOST = 100;

function detailOf(event: Event): string {
  const { detail } = event as CustomEvent<unknown>;
  if (event.type === 'change') return (event.target as HTMLInputElement).value || 'nothing chosen';
  if (event.type === 'submit')
    return new URLSearchParams(new FormData(event.target as HTMLFormElement) as never).toString();
  return JSON.stringify(detail, null, 1) ?? '';
}

function lineOf(event: Event, seconds: number): HTMLElement {
  const [line, time, details, name, detail] = ['li', 'span', 'details', 'summary', 'pre'].map((tag) =>
    document.createElement(tag),
  ) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement];
  time.textContent = `${seconds.toFixed(2)} s`;
  name.textContent = event.type;
  detail.textContent = detailOf(event);
  details.append(name, detail);
  line.append(time, details);
  return line;
}

/** Newest first; each opens to what came with it. */
export function logEvents(source: HTMLElement, types: string[], log: HTMLElement): void {
  const began = performance.now();
  const note = (event: Event) => {
    log.prepend(lineOf(event, (performance.now() - began) / 1000));
    while (log.children.length > MOST) log.lastElementChild!.remove();
  };
  for (const type of types) source.addEventListener(type, note);
}
