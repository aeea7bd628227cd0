import { MongoClient, type Db } from 'mongodb';
import { join } from 'node:path';
import { readOwner } from './embedded/lock.ts';
import { startEmbedded } from './embedded-thread.ts';

export interface Store {
  client: MongoClient;
  db: Db;
  embedded: boolean;
  close(): Promise<void>;
}

interface Options {
  /** A deployment; undefined or `embedded`: the embedded store in `dataDir`. */
  mongodbUri?: string | undefined;
  dataDir: string;
  /** Join the embedded store of a running server instead of being refused. */
  attach?: boolean;
  say(sentence: string): void;
  /** Default: the one in the URI, else `canditech`. */
  database?: string;
}

const SETTINGS = {
  appName: 'canditech',
  maxPoolSize: 50,
  waitQueueTimeoutMS: 5000,
  serverSelectionTimeoutMS: 5000,
  connectTimeoutMS: 5000,
  heartbeatFrequencyMS: 5000,
  ignoreUndefined: true,
};
/** An answered write must survive the loss of any one member. */
const DEPLOYMENT = {
  writeConcern: { w: 'majority' as const, journal: true },
  readConcernLevel: 'majority' as const,
};

function databaseOf(uri: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]*)/.exec(uri)?.[1];
  return path ? decodeURIComponent(path) : 'canditech';
}

async function open(uri: string, options: object): Promise<MongoClient> {
  return new MongoClient(uri, { ...SETTINGS, ...options }).connect();
}

/** The address of the store that a running server has opened in the folder, if it still answers. */
async function runningStore(dir: string): Promise<MongoClient | null> {
  const uri = readOwner(dir)?.uri;
  return uri === undefined ? null : open(uri, { serverSelectionTimeoutMS: 1000 }).catch(() => null);
}

/** The one way to the database, whichever it is. Throws a sentence when it cannot be reached. */
export async function connect({ mongodbUri, dataDir, attach, say, database }: Options): Promise<Store> {
  if (mongodbUri !== undefined && mongodbUri !== 'embedded') {
    const client = await open(mongodbUri, DEPLOYMENT);
    return {
      client,
      db: client.db(database ?? databaseOf(mongodbUri)),
      embedded: false,
      close: () => client.close(),
    };
  }
  const dir = join(dataDir, 'store');
  const joined = attach ? await runningStore(dir) : null;
  if (joined)
    return {
      client: joined,
      db: joined.db(database ?? 'canditech'),
      embedded: true,
      close: () => joined.close(),
    };
  const store = await startEmbedded({ dir });
  const client = await open(store.uri, {});
  say(
    `Data are kept by the embedded store in ${dir}, for evaluation and one process; set MONGODB_URI for production.`,
  );
  return {
    client,
    db: client.db(database ?? 'canditech'),
    embedded: true,
    async close() {
      await client.close();
      await store.close();
    },
  };
}
