import { EmbedError, toEmbedError } from './error.ts';
import type { TokenRequest, TokenResponse } from './session.ts';

export type FetchToken = (request: TokenRequest) => Promise<string | TokenResponse>;

/** A token of the host: by its function, else from its endpoint, with the host's own session. Throws `EmbedError`. */
export async function askHost(
  { fetchToken, tokenEndpoint }: { fetchToken: FetchToken | undefined; tokenEndpoint: string },
  request: TokenRequest,
): Promise<string | TokenResponse> {
  const { signal, ...body } = request;
  try {
    if (fetchToken) return await fetchToken(request);
    if (!tokenEndpoint) throw new EmbedError('token_missing');
    const response = await fetch(tokenEndpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(body),
      signal,
    });
    if (!response.ok) throw new EmbedError('token_missing', { status: response.status });
    return (await response.json()) as TokenResponse;
  } catch (cause) {
    const error = toEmbedError(cause);
    throw error.code === 'network' ? new EmbedError('token_missing', { cause }) : error;
  }
}
