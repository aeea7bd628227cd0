import type { CommandStartedEvent, CommandSucceededEvent, Document, MongoClient } from 'mongodb';
import type { TestServer } from './server.ts';

/** For the environment of a server whose commands are to be watched. */
export function monitoredStore(): { MONGODB_URI: string } {
  const uri = process.env['TEST_STORE_URI']!;
  return { MONGODB_URI: `${uri}${uri.includes('?') ? '&' : '?'}monitorCommands=true` };
}

const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

function written({ reply, commandName }: CommandSucceededEvent): number {
  const { n = 0, nModified, upserted, lastErrorObject } = reply as Document;
  if (commandName === 'findAndModify') return lastErrorObject?.n ?? 0;
  return commandName === 'update' ? (nModified ?? 0) + (upserted?.length ?? 0) : n;
}

export interface Watch {
  commands: { name: string; collection: string; command: Document }[];
  /** Documents that were made, changed or removed. */
  writes: number;
  stop(): void;
}

/** Looks at what the server really sends to its store. */
export function watchCommands({ ctx }: TestServer): Watch {
  const client = (ctx.db.invitations as unknown as { client: MongoClient }).client;
  const watch: Watch = {
    commands: [],
    writes: 0,
    stop: () => void client.off('commandStarted', started).off('commandSucceeded', succeeded),
  };
  const started = ({ commandName, command }: CommandStartedEvent) =>
    watch.commands.push({ name: commandName, collection: String(command[commandName]), command });
  const succeeded = (event: CommandSucceededEvent) => {
    if (WRITES.has(event.commandName)) watch.writes += written(event);
  };
  client.on('commandStarted', started).on('commandSucceeded', succeeded);
  return watch;
}
