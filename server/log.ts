import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

const CREDENTIALS = [
  'authorization',
  'cookie',
  'set-cookie',
  'apiKey',
  'key',
  'secret',
  'token',
  'password',
  'smtpUrl',
  'mongodbUri',
];

/** JSON lines on stdout; whatever is named like a credential is blanked, up to two levels deep. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const paths = CREDENTIALS.flatMap((name) => {
    const key = name.includes('-') ? `["${name}"]` : name;
    const below = name.includes('-') ? key : `.${key}`;
    return [key, `*${below}`, `*.headers${below}`, `*.*${below}`];
  });
  const options = {
    level,
    base: undefined,
    redact: { paths, censor: '***' },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}
