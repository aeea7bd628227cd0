import { newKey, type Answer, type Client } from './client.ts';

/** Who tries again later than that means it anew. */
const TRYING_MS = 600_000;

/** `seen`: of what a person knows, so that the same again, after they have seen what the first did, is done again. */
export type Once = <T>(path: string, body: object, seen?: string) => Promise<Answer<T>>;

/** Posts what a person means: however often they try, the server does it once. */
export function createOnce(client: Client): Once {
  /** One for each intent, until the server has done it. */
  const keys = new Map<string, { key: string; at: number }>();
  return async <T>(path: string, body: object, seen = '') => {
    const intent = path + JSON.stringify(body) + seen;
    const at = performance.now();
    const old = keys.get(intent);
    const key = old && at - old.at < TRYING_MS ? old.key : newKey();
    keys.set(intent, { key, at });
    const answer = await client.call<T>(path, { method: 'POST', body, key });
    keys.delete(intent);
    return answer;
  };
}
