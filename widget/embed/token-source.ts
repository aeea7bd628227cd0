import type { Scope } from '../../server/contract/embed.ts';
import type { Problem } from '../../server/contract/error.ts';
import { EmbedError, toEmbedError } from './error.ts';
import type { Emit } from './event.ts';
import type { Host } from '../views/panel.ts';
import type { TokenRequest, TokenResponse } from './session.ts';

export type FetchToken = (request: TokenRequest) => Promise<string | TokenResponse>;

/** Without anything that is as long as a token or a key, should a host repeat one. */
const toDetail = (text: string) => text.replace(/[\w.-]{40,}/g, '…').slice(0, 500);

/** What the endpoint says is wrong, most often in the words of our own server. */
async function toRefusal(response: Response): Promise<EmbedError> {
  const { status } = response;
  const answer = (await response.json().catch(() => null)) as Partial<Problem> | null;
  const { detail, errors } = answer ?? {};
  const problems = Array.isArray(errors) ? errors.map(({ path, message }) => `${path} ${message}`) : [];
  // The server's words have the first of them.
  const said = [detail, ...problems.filter((problem) => !detail?.includes(problem))].filter(Boolean);
  const text = `token-endpoint answered ${status}. ${said.join('; ').replace('.; ', '. ')}`;
  return new EmbedError('token_missing', { status, detail: toDetail(text) });
}

/** What the view of an element uses. */
function scopesOf({ view, action }: Host): Scope[] {
  if (action === 'select') return ['assessments:read', 'results:read'];
  if (view === 'badge') return ['results:read'];
  const picker: Scope[] = ['assessments:read', 'results:read', 'invitations:write'];
  return view === 'picker' ? picker : [...picker, 'comments:write', 'decisions:write'];
}

/**
 * A token of the host: by its function, a listener of `canditech-token-request`, or its endpoint with the host's own
 * session. Throws `EmbedError`.
 */
export async function askHost(
  host: Host,
  emit: Emit,
  { signal, ...asked }: Pick<TokenRequest, 'reason' | 'candidateId' | 'signal'>,
): Promise<string | TokenResponse> {
  const { fetchToken, tokenEndpoint, view, jobId, context } = host;
  const { reason } = asked;
  const body = {
    ...asked,
    view,
    scopes: scopesOf(host),
    jobId: jobId || undefined,
    context: context || undefined,
  };
  try {
    if (fetchToken) return await fetchToken({ ...body, signal });
    let given: Promise<string | TokenResponse> | undefined;
    emit(
      'canditech-token-request',
      { reason, context },
      { respondWith: (token: typeof given) => (given = token) },
    );
    if (given) return await given;
    if (!tokenEndpoint) throw new EmbedError('token_unset', { status: 0 });
    const response = await fetch(tokenEndpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(body),
      signal,
    });
    if (!response.ok) throw await toRefusal(response);
    return (await response.json().catch(() => ({}))) as TokenResponse;
  } catch (cause) {
    const error = toEmbedError(cause);
    throw error.code === 'network'
      ? new EmbedError('token_missing', { cause, detail: toDetail(String(cause)) })
      : error;
  }
}
