import type { Context } from '../context.ts';
import { readEnvelope, type Envelope } from './wire.ts';

export type AshbyAnswer =
  | { kind: 'accepted'; envelope: Envelope | null }
  /** Final: the same bytes would be refused again. */
  | { kind: 'refused'; code: string; message: string }
  /** The key: unknown, deactivated, or without a permission. */
  | { kind: 'key_refused'; code: string; message: string }
  /** Too many calls: with this key, or of all customers together. */
  | { kind: 'throttled'; scope: 'key' | 'partner'; message: string; afterMs: number }
  | { kind: 'transient'; message: string; afterMs?: number };

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 64 * 1024;
/** Waits where Ashby names none, and the longest that it can ask for. */
const THROTTLE_MS = { key: 5000, partner: 60_000 };
const LONGEST_WISH_MS = 24 * 3600_000;
/** Default agents are refused at the edge of Ashby's network. */
const USER_AGENT = 'Canditech/1.0 (+https://www.canditech.io)';

async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
}

/** Seconds or a date; a day at most. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const wish = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(wish) ? undefined : Math.min(Math.max(0, wish), LONGEST_WISH_MS);
}

/** Code of a genuine key that may not do what was asked. */
export const MISSING_PERMISSION = 'missing_endpoint_permission';
export const THROTTLED = {
  key: 'Ashby gets too many calls with this key',
  partner: 'Ashby throttles all traffic of the partner',
};

const codeOf = (envelope: Envelope | null) => envelope?.errorInfo?.code ?? envelope?.errors?.[0] ?? 'unknown';

function sentence(envelope: Envelope | null, status: number): string {
  const { message, requestId } = envelope?.errorInfo ?? {};
  const said = [codeOf(envelope), message].filter((part) => part && part !== 'unknown').join(': ');
  return `Ashby answered ${said || `with status ${status}`}${requestId ? ` (request ${requestId})` : ''}`.slice(
    0,
    500,
  );
}

function keyRefused(envelope: Envelope | null): AshbyAnswer {
  const code = codeOf(envelope);
  const message =
    code === MISSING_PERMISSION ? 'The Ashby key lacks a permission' : 'Ashby does not accept the key';
  return { kind: 'key_refused', code, message };
}

/** What Ashby's answer means. */
export function classify(status: number, headers: Headers, body: string): AshbyAnswer {
  const envelope = readEnvelope(body);
  const message = sentence(envelope, status);
  const afterMs = retryAfterMs(headers.get('retry-after'), Date.now());
  const wait = afterMs === undefined ? {} : { afterMs };
  if (status >= 200 && status < 300) {
    if (envelope?.success === false && codeOf(envelope) === MISSING_PERMISSION) return keyRefused(envelope);
    if (envelope?.success === false) return { kind: 'refused', code: codeOf(envelope), message };
    if (envelope || body.trim() === '') return { kind: 'accepted', envelope };
    return { kind: 'transient', message: 'Ashby answered something that is not JSON', ...wait };
  }
  if (status === 429) {
    const scope = headers.get('x-ratelimit-scope') === 'integration-partner' ? 'partner' : 'key';
    return { kind: 'throttled', scope, message: THROTTLED[scope], afterMs: afterMs ?? THROTTLE_MS[scope] };
  }
  if (status === 403 && /error code: 1010|cloudflare/i.test(body)) {
    return { kind: 'transient', message: 'the edge of Ashby’s network refused the connection', ...wait };
  }
  if (status === 401 || status === 403) return keyRefused(envelope);
  if (status >= 500 || status === 408) return { kind: 'transient', message, ...wait };
  if (status >= 300 && status < 400)
    return { kind: 'transient', message: 'Ashby answered with a redirect, which is not followed' };
  return { kind: 'refused', code: codeOf(envelope), message };
}

interface Call {
  command: 'assessment.update' | 'apiKey.info';
  /** Sent as it is. */
  body: string;
  apiKey: string;
  signal?: AbortSignal;
}

/** Calls Ashby once: never follows a redirect with the key, never waits for ever, never reads without end. */
export async function callAshby(
  { fetch, config, log }: Pick<Context, 'fetch' | 'config' | 'log'>,
  { command, body, apiKey, signal }: Call,
): Promise<AshbyAnswer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`${config.ashbyApiUrl}/${command}`, {
      method: 'POST',
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        Authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`,
        'Content-Type': 'application/json',
        Accept: 'application/json; version=1',
        // The default differs from key to key, by the day on which it was made.
        'Ashby-Version': config.ashbyApiVersion,
        'User-Agent': USER_AGENT,
      },
      body,
    });
    const { status, headers } = response;
    const versionStatus = headers.get('ashby-version-status');
    if (versionStatus && versionStatus !== 'active') {
      const version = headers.get('ashby-version');
      log.warn(
        { command, version, versionStatus },
        'ashby: this version of its API ends; set ASHBY_API_VERSION',
      );
    }
    return classify(status, headers, await readCapped(response));
  } catch (error) {
    const reason = timeout.aborted ? 'Ashby did not answer in time' : 'Ashby cannot be reached';
    const { cause } = error as { cause?: { code?: string } };
    return { kind: 'transient', message: cause?.code ? `${reason} (${cause.code})` : reason };
  }
}
