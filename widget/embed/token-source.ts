import { EmbedError, toEmbedError } from './error.ts';
import type { TokenRequest, TokenResponse } from './session.ts';

export type FetchToken = (request: TokenRequest) => Promise<string | TokenResponse>;

/** Asks the host's backend with the host's own session. */
async function post(endpoint: string, { signal, ...request }: TokenRequest): Promise<TokenResponse> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify(request),
    signal,
  });
  if (!response.ok) throw new EmbedError('token_missing', { status: response.status });
  return (await response.json()) as TokenResponse;
}

/** A token of the host: by its function, else from its endpoint. Throws `EmbedError`. */
export async function askHost(
  source: { fetchToken?: FetchToken | undefined; tokenEndpoint: string },
  request: TokenRequest,
): Promise<string | TokenResponse> {
  const { fetchToken, tokenEndpoint } = source;
  if (!fetchToken && !tokenEndpoint) throw new EmbedError('token_missing', { status: 0 });
  try {
    return await (fetchToken ? fetchToken(request) : post(tokenEndpoint, request));
  } catch (cause) {
    const error = toEmbedError(cause);
    throw error.code === 'network' ? new EmbedError('token_missing', { cause }) : error;
  }
}
