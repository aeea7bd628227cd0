// A process of its own that keeps a store open, once it is built: node open-store.js DIR [LIMITS as JSON]
import { startEmbedded } from '../../server/db/embedded-thread.ts';

const [dir, limits = '{}'] = process.argv.slice(2);
startEmbedded({ dir: dir!, ...(JSON.parse(limits) as object) }).then(
  ({ uri, close }) => {
    process.on('SIGTERM', () => void close().then(() => process.exit(0)));
    process.stdout.write(`${JSON.stringify({ uri })}\n`);
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
