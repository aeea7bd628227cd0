import { connect } from './db/connect.ts';
import { ensureIndexes, openCollections, type Collections } from './db/collections.ts';
import type { Config, Secrets } from './config.ts';
import { createVault, type Vault } from './crypto.ts';
import { createLog, type Logger } from './log.ts';
import { createMailer, type Mailer } from './mail/mailer.ts';

/** Tells the outbox worker of this process that there is something to send, so that it need not wait for its next look. */
export interface Bell {
  ring(): void;
  listen(listener: () => void): () => void;
}

export interface Context {
  config: Config;
  log: Logger;
  db: Collections;
  vault: Vault;
  mailer: Mailer;
  bell: Bell;
  /** The one clock: rules get its value as `now`. */
  clock: () => Date;
  fetch: typeof fetch;
  /** Rejects when the database does not answer. */
  ping: () => Promise<void>;
  /** So much later it is by the clock of this machine than by that of the database. */
  aheadMs: () => Promise<number>;
  close: () => Promise<void>;
}

function createBell(): Bell {
  const listeners = new Set<() => void>();
  return {
    ring: () => listeners.forEach((listener) => listener()),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export interface Overrides {
  clock?: () => Date;
  fetch?: typeof fetch;
  log?: Logger;
  /** Database name; default: the one in MONGODB_URI, else `canditech`. */
  database?: string;
  /** Join a running embedded store instead of refusing. */
  attach?: boolean;
}

export async function createContext(
  config: Config,
  secrets: Secrets,
  overrides: Overrides = {},
): Promise<Context> {
  const log = overrides.log ?? createLog(config.logLevel);
  const store = await connect({
    mongodbUri: config.mongodbUri,
    dataDir: config.dataDir,
    attach: overrides.attach ?? false,
    say: (sentence) => log.info(sentence),
    ...(overrides.database !== undefined && { database: overrides.database }),
  });
  await ensureIndexes(store.db);
  const mailer = createMailer(secrets.smtpUrl, config.mailFrom);
  return {
    config,
    log,
    db: openCollections(store.db),
    vault: createVault(secrets.masterKeys),
    mailer,
    bell: createBell(),
    clock: overrides.clock ?? (() => new Date()),
    fetch: overrides.fetch ?? fetch,
    ping: async () => void (await store.db.command({ ping: 1 })),
    async aheadMs() {
      const asked = Date.now();
      const { localTime } = (await store.db.command({ hello: 1 })) as { localTime?: Date };
      return localTime ? asked - localTime.getTime() : 0;
    },
    async close() {
      mailer.close();
      await store.close();
    },
  };
}
