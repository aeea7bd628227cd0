import type { Store } from './store.ts';
import { outside, type Doc } from './value.ts';

/** `ns` is `database.collection` for commands about one. */
export type Command = (body: Doc, ns: string, store: Store) => Doc | void;
export type Commands = Record<string, { options: string[]; run: Command }>;

/** What every command may carry and what changes nothing here. */
const HARMLESS =
  '$db $clusterTime $readPreference lsid readConcern writeConcern comment maxTimeMS ordered singleBatch cursor ' +
  'apiVersion apiStrict apiDeprecationErrors bypassDocumentValidation allowDiskUse';

/** A command, and the names that it knows besides its own. */
export const command = (options: string, run: Command): Commands[string] => ({
  options: `${options} ${HARMLESS}`.split(' '),
  run,
});

/** What nobody implements must not be swallowed: the caller means something by it. */
export function demandOptions(name: string, body: Doc, options: string[]): void {
  const known = [name, ...options];
  const other = Object.keys(body).find((key) => !known.includes(key) && body[key] !== false);
  if (other) throw outside(`the option ${other} of ${name}`);
}
