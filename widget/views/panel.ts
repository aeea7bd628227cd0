import type { TemplateResult } from 'lit/html.js';
import type { CandidateInput } from '../../server/contract/invitation.ts';
import type { EmbedError } from '../embed/error.ts';
import type { Emit } from '../embed/event.ts';
import type { Store } from '../embed/store.ts';
import type { Text } from '../text/element/en.ts';
import type { Format } from '../text/element/format.ts';

/** What a view may use of the element that shows it. */
export interface Panel {
  readonly store: Store;
  readonly text: Text;
  readonly format: Format;
  readonly root: ShadowRoot;
  /** What is known about the candidate beforehand. */
  readonly candidate: Partial<CandidateInput>;
  emit: Emit;
  update: () => void;
  /** Tells screen readers, once it has been quiet for a moment. */
  say: (message: string) => void;
  /** Moves the focus to the first that is there after the next rendering; only for what a person did. */
  focus: (...selectors: string[]) => void;
  /** The error with its sentence, told to the host as well. */
  explain: (cause: unknown) => EmbedError;
  /** What a person asked for. */
  show: (view: 'picker' | 'result') => void;
  button: (label: string, onClick: () => void) => TemplateResult;
}
