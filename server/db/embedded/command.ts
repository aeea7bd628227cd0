import type { Operation } from './collection.ts';
import type { Databases } from './database.ts';
import type { Cursors } from './cursor.ts';
import { outside } from './refusal.ts';
import type { Doc } from './value.ts';

export interface CommandContext {
  databases: Databases;
  cursors: Cursors;
  now: Date;
  /** Keeps an operation for the journal; the answer leaves once it is there. */
  record(operation: Operation): void;
}

/** `ns` names the collection of commands that have one. */
export type Command = (body: Doc, ns: string, ctx: CommandContext) => Doc;

/** What every command may carry and what changes nothing here. */
const HARMLESS = new Set([
  '$db', '$clusterTime', '$readPreference', 'lsid', 'txnNumber', 'readConcern', 'writeConcern', 'comment', 'maxTimeMS',
  'apiVersion', 'apiStrict', 'apiDeprecationErrors', 'hint', 'ordered', 'bypassDocumentValidation', 'allowDiskUse',
  'noCursorTimeout', 'tailable', 'awaitData', 'allowPartialResults', 'returnKey', 'showRecordId', 'singleBatch',
]); // prettier-ignore

/** Options that nobody implements must not be swallowed: the caller means something by them. */
export function demandOptions(name: string, body: Doc, known: string[]): void {
  const other = Object.entries(body).find(
    ([key, value]) => !known.includes(key) && !HARMLESS.has(key) && value !== undefined && value !== false,
  );
  if (other) throw outside(`the option ${other[0]} of ${name}`);
}
