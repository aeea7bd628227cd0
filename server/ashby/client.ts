import { readEnvelope, type Envelope } from './wire.ts';

export type AshbyAnswer =
  | { kind: 'accepted'; envelope: Envelope | null }
  /** Final: the same bytes would be refused again. */
  | { kind: 'refused'; code: string; message: string }
  /** The key: unknown, deactivated, or without a permission. */
  | { kind: 'key_refused'; code: string; message: string }
  /** Ashby throttles all that we send, for everybody. */
  | { kind: 'throttled_partner'; message: string; afterMs: number }
  | { kind: 'transient'; message: string; afterMs?: number };

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 64 * 1024;
const PARTNER_PAUSE_MS = 60_000;
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

/** Seconds or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

const codeOf = (envelope: Envelope | null) => envelope?.errorInfo?.code ?? envelope?.errors?.[0] ?? 'unknown';

function sentence(envelope: Envelope | null, status: number): string {
  const { message, requestId } = envelope?.errorInfo ?? {};
  const said = [codeOf(envelope), message].filter((part) => part && part !== 'unknown').join(': ');
  return `Ashby answered ${said || `with status ${status}`}${requestId ? ` (request ${requestId})` : ''}`.slice(
    0,
    500,
  );
}

/** What Ashby's answer means. */
export function classify(status: number, headers: Headers, body: string): AshbyAnswer {
  const envelope = readEnvelope(body);
  const message = sentence(envelope, status);
  const afterMs = retryAfterMs(headers.get('retry-after'), Date.now());
  const wait = afterMs === undefined ? {} : { afterMs };
  if (status >= 200 && status < 300) {
    if (envelope?.success === false) return { kind: 'refused', code: codeOf(envelope), message };
    if (envelope || body.trim() === '') return { kind: 'accepted', envelope };
    return { kind: 'transient', message: 'Ashby answered something that is not JSON', ...wait };
  }
  if (status === 429 && headers.get('x-ratelimit-scope') === 'integration-partner') {
    return {
      kind: 'throttled_partner',
      message: 'Ashby throttles all traffic of the partner',
      afterMs: afterMs ?? PARTNER_PAUSE_MS,
    };
  }
  if (status === 403 && /error code: 1010|cloudflare/i.test(body)) {
    return { kind: 'transient', message: 'the edge of Ashby’s network refused the connection', ...wait };
  }
  if (status === 401 || status === 403) {
    const code = envelope ? codeOf(envelope) : 'key_refused';
    return {
      kind: 'key_refused',
      code,
      message:
        code === 'missing_endpoint_permission'
          ? 'the Ashby key lacks a permission'
          : 'Ashby does not accept the key',
    };
  }
  if (status === 429 || status >= 500 || status === 408) return { kind: 'transient', message, ...wait };
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
  { fetch, baseUrl }: { fetch: typeof globalThis.fetch; baseUrl: string },
  { command, body, apiKey, signal }: Call,
): Promise<AshbyAnswer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`${baseUrl}/${command}`, {
      method: 'POST',
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        Authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`,
        'Content-Type': 'application/json',
        Accept: 'application/json; version=1',
        'User-Agent': USER_AGENT,
      },
      body,
    });
    return classify(response.status, response.headers, await readCapped(response));
  } catch (error) {
    const reason = timeout.aborted ? 'Ashby did not answer in time' : 'Ashby cannot be reached';
    const { cause } = error as { cause?: { code?: string } };
    return { kind: 'transient', message: cause?.code ? `${reason} (${cause.code})` : reason };
  }
}
