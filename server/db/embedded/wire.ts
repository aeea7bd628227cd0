// MongoDB's wire protocol as far as its drivers need it: OP_MSG, and OP_QUERY for the first greeting.
import { BSON } from 'mongodb';
import { createServer, type Server, type Socket } from 'node:net';
import type { Doc } from './value.ts';

const [OP_REPLY, OP_QUERY, OP_MSG] = [1, 2004, 2013];
const [HEADER, MORE_TO_COME, MOST_BYTES] = [16, 2, 48_000_000];
const GREETINGS = ['hello', 'isMaster', 'ismaster'];

export type Run = (body: Doc) => Promise<Doc>;

async function* messagesOf(socket: Socket): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let missing = HEADER;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    missing -= chunk.length;
    while (missing <= 0) {
      const all = Buffer.concat(chunks);
      const length = all.readInt32LE(0);
      if (length < HEADER || length > MOST_BYTES) throw new Error('This is not the protocol of MongoDB.');
      const whole = all.length >= length;
      if (whole) yield all.subarray(0, length);
      chunks = [whole ? all.subarray(length) : all];
      missing = (whole ? HEADER : length) - chunks[0]!.length;
    }
  }
}

function docsIn(bytes: Buffer): Doc[] {
  const docs: Doc[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) {
    docs.push(BSON.deserialize(bytes.subarray(at, at + bytes.readInt32LE(at)), { promoteBuffers: false }));
  }
  return docs;
}

const opCodeOf = (message: Buffer) => message.readInt32LE(12);
const flagsOf = (message: Buffer) => (opCodeOf(message) === OP_MSG ? message.readUInt32LE(HEADER) : 0);

/** The command of a message, with the document sequences of an OP_MSG put in their places. */
function bodyOf(message: Buffer): Doc {
  if (opCodeOf(message) === OP_QUERY) {
    const nameEnd = message.indexOf(0, HEADER + 4);
    const $db = message.toString('utf8', HEADER + 4, nameEnd).split('.')[0];
    return { ...docsIn(message.subarray(nameEnd + 9))[0], $db };
  }
  const parts: Doc[] = [];
  for (let at = HEADER + 4, size; at < message.length; at += 1 + size) {
    size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    const nameEnd = section.indexOf(0, 4);
    const name = section.toString('utf8', 4, nameEnd);
    if (message[at] === 0) parts.unshift(...docsIn(section));
    else parts.push({ [name]: docsIn(section.subarray(nameEnd + 1)) });
  }
  return Object.assign({}, ...parts) as Doc;
}

function answerTo(message: Buffer, doc: Doc): Buffer {
  const isQuery = opCodeOf(message) === OP_QUERY;
  const payload = BSON.serialize(doc, { ignoreUndefined: true });
  // OP_REPLY has flags, cursor, offset and the number of documents; OP_MSG flags and the kind of its section.
  const head = Buffer.alloc(HEADER + (isQuery ? 20 : 5));
  head.writeInt32LE(head.length + payload.length, 0);
  head.writeInt32LE(message.readInt32LE(4), 8);
  head.writeInt32LE(isQuery ? OP_REPLY : OP_MSG, 12);
  if (isQuery) head.writeInt32LE(1, HEADER + 16);
  return Buffer.concat([head, payload]);
}

/** Answers one connection in its order; one that has to, must say the password first, by SASL PLAIN. */
async function serve(socket: Socket, run: Run, password: string | undefined): Promise<void> {
  let admitted = password === undefined;
  for await (const message of messagesOf(socket)) {
    const body = bodyOf(message);
    let reply: Doc = { ok: 0, code: 18, errmsg: 'Authentication failed.' };
    if (admitted || GREETINGS.some((name) => name in body)) reply = await run(body);
    else if ('saslStart' in body) {
      // Two NULs, the user between them, the password after.
      const said = Buffer.from((body['payload'] as BSON.Binary).value())
        .toString('utf8')
        .split('\0')[2];
      admitted = body['mechanism'] === 'PLAIN' && said === password;
      if (admitted) reply = { ok: 1, conversationId: 1, done: true, payload: new BSON.Binary() };
    }
    if (!(flagsOf(message) & MORE_TO_COME)) socket.write(answerTo(message, reply));
  }
}

/** Listens at a socket's path or, with a number, at a port of the loopback interface. */
export async function listen(at: string | number, run: Run, password?: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    serve(socket, run, password).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(typeof at === 'string' ? { path: at } : { port: at, host: '127.0.0.1' }, resolve);
  });
  return server;
}
