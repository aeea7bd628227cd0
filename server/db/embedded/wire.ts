// MongoDB's wire protocol as far as its drivers need it: OP_MSG, and OP_QUERY for the first handshake.
import { BSON } from 'mongodb';
import { createServer, type Server, type Socket } from 'node:net';
import type { Store } from './store.ts';
import type { Doc } from './value.ts';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;
const MOST_BYTES = 48_000_000;
const MORE_TO_COME = 2;

const read = (bytes: Uint8Array) => BSON.deserialize(bytes, { promoteBuffers: false }) as Doc;
const put = (doc: Doc) => Buffer.from(BSON.serialize(doc, { ignoreUndefined: true }));

function message(opCode: number, responseTo: number, parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + body.length, 0);
  header.writeInt32LE(responseTo, 8);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, body]);
}

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};

/** The command of an OP_MSG, with its document sequences put in their places. */
function readMessage(bytes: Buffer): { flags: number; body: Doc } {
  const flags = bytes.readUInt32LE(HEADER);
  const end = bytes.length - (flags & 1 ? 4 : 0);
  let body: Doc = {};
  const sequences: Doc = {};
  for (let at = HEADER + 4; at < end;) {
    const kind = bytes[at++];
    const size = bytes.readInt32LE(at);
    if (kind === 0) body = read(bytes.subarray(at, at + size));
    else {
      const nameEnd = bytes.indexOf(0, at + 4);
      const docs: Doc[] = [];
      for (let p = nameEnd + 1; p < at + size; p += bytes.readInt32LE(p))
        docs.push(read(bytes.subarray(p, p + bytes.readInt32LE(p))));
      sequences[bytes.toString('utf8', at + 4, nameEnd)] = docs;
    }
    at += size;
  }
  return { flags, body: { ...body, ...sequences } };
}

/** Old drivers' greeting, which also tells that OP_MSG is understood. */
function readQuery(bytes: Buffer): Doc {
  const nameEnd = bytes.indexOf(0, HEADER + 4);
  const database = bytes.toString('utf8', HEADER + 4, nameEnd).split('.')[0];
  return { ...read(bytes.subarray(nameEnd + 9)), $db: database };
}

async function answer(store: Store, bytes: Buffer): Promise<Buffer | null> {
  const requestId = bytes.readInt32LE(4);
  if (bytes.readInt32LE(12) === OP_QUERY) {
    const reply = put(await store.run(readQuery(bytes)));
    return message(OP_REPLY, requestId, [int32(8), Buffer.alloc(12), int32(1), reply]);
  }
  const { flags, body } = readMessage(bytes);
  const reply = await store.run(body);
  return flags & MORE_TO_COME ? null : message(OP_MSG, requestId, [int32(0), Buffer.from([0]), put(reply)]);
}

function serve(socket: Socket, { store, password }: Options): void {
  let pending: Buffer[] = [];
  let size = 0;
  let queue = Promise.resolve();
  let admitted = password === undefined;

  async function handle(bytes: Buffer): Promise<void> {
    if (!admitted) {
      const { body } = bytes.readInt32LE(12) === OP_MSG ? readMessage(bytes) : { body: readQuery(bytes) };
      const [name = ''] = Object.keys(body);
      if (name === 'saslStart') admitted = isPassword(body, password!);
      if (name === 'saslStart' || !['hello', 'isMaster', 'ismaster'].includes(name)) {
        const refused = {
          ok: 0,
          code: 18,
          codeName: 'AuthenticationFailed',
          errmsg: 'Authentication failed.',
        };
        const reply = admitted
          ? { ok: 1, conversationId: 1, done: true, payload: new BSON.Binary() }
          : refused;
        socket.write(message(OP_MSG, bytes.readInt32LE(4), [int32(0), Buffer.from([0]), put(reply)]));
        return;
      }
    }
    const reply = await answer(store, bytes);
    if (reply && !socket.destroyed) socket.write(reply);
  }

  socket.on('data', (chunk: Buffer) => {
    pending.push(chunk);
    size += chunk.length;
    while (size >= 4) {
      const all = pending.length === 1 ? pending[0]! : Buffer.concat(pending);
      pending = [all];
      const length = all.readInt32LE(0);
      if (length < HEADER || length > MOST_BYTES) return void socket.destroy();
      if (size < length) return;
      const bytes = all.subarray(0, length);
      pending = [all.subarray(length)];
      size -= length;
      queue = queue.then(() => handle(bytes)).catch(() => void socket.destroy());
    }
  });
  socket.on('error', () => socket.destroy());
}

/** SASL PLAIN: two NULs, the user between them, the password after. */
function isPassword(body: Doc, password: string): boolean {
  const payload = body['payload'] as BSON.Binary | undefined;
  return (
    body['mechanism'] === 'PLAIN' &&
    Buffer.from(payload?.value() ?? [])
      .toString('utf8')
      .split('\0')[2] === password
  );
}

interface Options {
  store: Store;
  /** Asked of every connection where files cannot guard the socket. */
  password?: string | undefined;
}

export interface Listener {
  server: Server;
  close(): Promise<void>;
}

/** Listens at a socket's path or, with a number, at a port of the loopback interface. */
export async function listen(at: string | number, options: Options): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (typeof at === 'string') server.listen(at, resolve);
    else server.listen(at, '127.0.0.1', resolve);
  });
  return {
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
