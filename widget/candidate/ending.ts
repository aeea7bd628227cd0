import type { Receipt } from '../../server/contract/attempt.ts';
import type { ApiError } from '../ui/api.ts';

export type Ending =
  | { kind: 'handed_in'; receipt: Receipt; missed: number; deadlineAt: string | undefined }
  | { kind: 'refused'; error: ApiError }
  /** The server says that the test runs no more. */
  | { kind: 'changed' };

/** The sitting ends here, for one reason or the other; it is sent once. */
export class SittingEndEvent extends Event {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super('candidate-sitting-end');
    this.ending = ending;
  }
}
