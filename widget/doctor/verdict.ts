export interface Finding {
  name: string;
  /** Also its class. */
  state: 'Fine' | 'Attention' | 'Unknown';
  detail: string;
  /** The line to add. */
  fix?: string | undefined;
}
export type Verdict = Omit<Finding, 'name'>;

const verdict =
  (state: Verdict['state']) =>
  (detail = '', fix?: string): Verdict => ({ state, detail: detail.trim(), fix });
export const fine = verdict('Fine');
export const unknown = verdict('Unknown');
export const attention = verdict('Attention');
export const needsAttention = ({ state }: Finding): boolean => state === 'Attention';
