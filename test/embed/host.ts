import type { Answer, Call, Member, TestServer } from '../support/server.ts';

export const ORIGIN = 'https://ats.example';

export interface Stream {
  /** Resolves with the next message that has data. */
  next(): Promise<{ id: string; data: any }>;
  /** Resolves when the server has ended it. */
  ended: Promise<void>;
  /** Id that the stream began with. */
  firstId(): Promise<string>;
  close(): void;
}

export interface Host {
  key: string;
  keyId: string;
  mint(change?: object): Promise<Answer>;
  /** Calls the API with a fresh token, from the host's page. */
  caller(change?: object): Promise<Call & { sessionId: string; token: string }>;
}

export async function makeHost(server: TestServer, admin: Member, change: object = {}): Promise<Host> {
  const input = { name: 'Host', origins: [ORIGIN], maxRole: 'recruiter', ...change };
  const { body } = await admin.call('POST', '/v1/settings/embed-keys', input);
  const mint = (more: object = {}) =>
    server.call(
      'POST',
      '/v1/embed/sessions',
      {
        sub: 'u1',
        actor: { name: 'Uma' },
        role: 'recruiter',
        candidate: { externalId: 'c-1' },
        origin: ORIGIN,
        ...more,
      },
      { Authorization: `Bearer ${body.key}` },
    );
  return {
    key: body.key,
    keyId: body.id,
    mint,
    async caller(more) {
      const minted = await mint(more);
      if (minted.status !== 201) throw new Error(JSON.stringify(minted.body));
      const { token, sessionId } = minted.body;
      const call: Call = (method, path, content, headers) =>
        server.call(method, path, content, { Authorization: `Bearer ${token}`, Origin: ORIGIN, ...headers });
      return Object.assign(call, { sessionId, token });
    },
  };
}

/** The stream of changes, read message by message. */
export async function openStream(url: string, headers: Record<string, string>): Promise<Stream> {
  const own = new AbortController();
  const response = await fetch(`${url}/v1/events`, { headers, signal: own.signal });
  if (response.status !== 200) throw new Error(`the stream is ${response.status}: ${await response.text()}`);
  const messages: { id: string; data: any }[] = [];
  const waiting: ((message: { id: string; data: any }) => void)[] = [];
  let begun: (id: string) => void;
  const first = new Promise<string>((resolve) => (begun = resolve));
  const read = async () => {
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + String(chunk)).split('\n\n');
      rest = parts.pop()!;
      for (const part of parts) {
        const id = /^id: (.*)$/m.exec(part)?.[1] ?? '';
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data === undefined) begun(id);
        else if (waiting.length > 0) waiting.shift()!({ id, data: JSON.parse(data) });
        else messages.push({ id, data: JSON.parse(data) });
      }
    }
  };
  const ended = read().catch(() => undefined);
  return {
    next: () => {
      const known = messages.shift();
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.push(resolve));
    },
    ended,
    firstId: () => first,
    close: () => own.abort(),
  };
}
