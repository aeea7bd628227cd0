import type { Panel } from './panel.ts';

/** What was just sent, while it can be taken back. */
export interface Undo {
  /** Without ids it is only said. */
  readonly offer: { message: string; ids: string[] } | undefined;
  /** For 10 s; `after` it was taken back. */
  show(message: string, ids: string[], after?: () => void): void;
  takeBack(): Promise<void>;
  end(): void;
}

const UNDO_MS = 10_000;

export function createUndo(panel: Panel): Undo {
  const { store, update } = panel;
  let offer: Undo['offer'];
  let then: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function forget(): void {
    clearTimeout(timer);
    offer = undefined;
    update();
  }

  function show(message: string, ids: string[], after?: () => void): void {
    forget();
    offer = { message, ids };
    then = after;
    timer = setTimeout(forget, UNDO_MS);
    panel.say(message);
  }

  return {
    get offer() {
      return offer;
    },
    show,
    async takeBack() {
      const after = then;
      const rows = store.invitations.filter(({ id }) => offer!.ids.includes(id));
      forget();
      const left: string[] = [];
      /** What may still be taken back. */
      const again: string[] = [];
      await Promise.all(
        rows.map(({ id, candidate }) =>
          store.undo(id).catch((cause: unknown) => {
            const { message, retryable } = panel.explain(cause);
            left.push(`${candidate.name}: ${message}`);
            if (retryable) again.push(id);
          }),
        ),
      );
      show(left.join(' ') || panel.text.undone, again, after);
      after?.();
      if (!left.length) panel.show('picker');
    },
    end: () => clearTimeout(timer),
  };
}
