import { newKey, type Answer, type Client } from './client.ts';

export type Once = <T>(path: string, body: object) => Promise<Answer<T>>;

/** Posts what a person means: however often they try, the server does it once. */
export function createOnce(client: Client): Once {
  /** One for each intent, until the server has done it. */
  const keys = new Map<string, string>();
  return async <T>(path: string, body: object) => {
    const intent = path + JSON.stringify(body);
    const key = keys.get(intent) ?? newKey();
    keys.set(intent, key);
    const answer = await client.call<T>(path, { method: 'POST', body, key });
    keys.delete(intent);
    return answer;
  };
}
