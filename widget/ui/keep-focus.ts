const ROW = 'tr, li';
const HEADING = 'h1, h2, h3, h4';
const CONTROL = 'a[href], button, input, select, textarea, summary';

/** Where something left the page. */
interface Gap {
  parent: Element;
  before: Node | null;
  isRow: boolean;
}

const firstIn = (place: Element, wanted: string): HTMLElement | null =>
  place.matches(wanted) ? (place as HTMLElement) : place.querySelector<HTMLElement>(wanted);

const isAfter = (row: Element, node: Node | null) =>
  !node || (node.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;

function nextRow({ parent, before }: Gap): HTMLElement | null {
  const rows = [...parent.children].filter((row) => row.querySelector(CONTROL));
  const next = rows.find((row) => isAfter(row, before)) ?? rows.at(-1);
  return next ? firstIn(next, CONTROL) : null;
}

/** The next row of a list; else what came at the same time under the same heading; else that heading. */
function heirOf(gap: Gap, added: Element[]): HTMLElement | null {
  const next = gap.isRow ? nextRow(gap) : null;
  if (next) return next;
  for (let place: Element | null = gap.parent; place; place = place.parentElement) {
    const around = place;
    const control = around.matches(ROW) && firstIn(around, CONTROL);
    if (control) return control;
    const heading = firstIn(around, HEADING);
    if (!heading) continue;
    const section = around.closest('section');
    const came = added.filter(
      (element) => around.contains(element) && element.parentElement?.closest('section') === section,
    );
    return came.map((element) => firstIn(element, `${HEADING}, ${CONTROL}`)).find(Boolean) ?? heading;
  }
  return null;
}

/** Call once: whatever leaves the page with the focus hands it to what took its place (WCAG 2.4.3). */
export function keepFocus(): void {
  let last: Node | null = null;
  let gap: Gap | null = null;
  let heir: HTMLElement | null = null;

  /** A dialog gives the focus back to what was pressed before, which may have gone meanwhile. */
  const remember = (event: Event) => {
    const target = event.target as Element;
    if (target.closest('dialog')) return;
    last = target.closest(`${CONTROL}, [tabindex]`);
    gap = heir = null;
  };
  // Safari focuses no button that is clicked.
  for (const type of ['focusin', 'click']) document.addEventListener(type, remember, { capture: true });

  new MutationObserver((records) => {
    for (const { target, previousSibling, removedNodes } of records) {
      const gone = [...removedNodes].find((node) => last && !last.isConnected && node.contains(last));
      if (!gone) continue;
      last = target;
      gap = {
        parent: target as Element,
        before: previousSibling,
        isRow: gone instanceof Element && gone.matches(ROW),
      };
      heir = null;
    }
    if (!gap) return;
    const added = records.flatMap(({ addedNodes }) =>
      [...addedNodes].filter((node) => node instanceof Element),
    );
    if (!heir?.isConnected) heir = heirOf(gap, added);
    if (!heir || document.activeElement !== document.body) return;
    if (heir.matches(HEADING)) heir.tabIndex = -1;
    heir.focus();
  }).observe(document.body, { childList: true, subtree: true });
}
