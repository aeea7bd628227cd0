import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base62 = (length: number) => Array.from({ length }, () => BASE62[randomInt(62)]).join('');

/** 256 bits as 43 base62 characters. */
export const newSecret = (): string => base62(43);

/** For secrets of 256 bits: a plain hash is enough, and cheap enough not to be a lever for floods. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export function isSecret(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(hash.padEnd(43).slice(0, 43)));
}

export type KeyPrefix = 'ct_live' | 'ck_live';
const KEY = /^(ct_live|ck_live)_([0-9A-Za-z]{10})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

function checksum(text: string): string {
  let rest = crc32(text);
  let out = '';
  for (let i = 0; i < 6; i++, rest = Math.floor(rest / 62)) out = BASE62[rest % 62]! + out;
  return out;
}

/** `<prefix>_<10: id>_<43: secret><6: checksum>`; only `hash` may be stored. */
export function newKey(prefix: KeyPrefix): { id: string; key: string; hash: string } {
  const id = base62(10);
  const secret = newSecret();
  const body = `${prefix}_${id}_${secret}`;
  return { id, key: body + checksum(body), hash: hashSecret(secret) };
}

/** null for anything that is not a whole key of ours: garbage never reaches the database. */
export function parseKey(text: string): { prefix: KeyPrefix; id: string; secret: string } | null {
  const match = KEY.exec(text.trim());
  if (!match) return null;
  const [, prefix, id, secret, sum] = match as unknown as [string, KeyPrefix, string, string, string];
  return checksum(`${prefix}_${id}_${secret}`) === sum ? { prefix, id, secret } : null;
}

export interface Sealed {
  /** Names the master key that sealed it. */
  keyId: string;
  data: string;
}

const derive = (master: Buffer, purpose: string) =>
  Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `canditech/${purpose}`, 32));
const keyIdOf = (master: Buffer) => createHash('sha256').update(master).digest('base64url').slice(0, 8);

export interface Vault {
  /** AES-256-GCM; `bound` (workspace and field) must be the same when opening. */
  seal(plain: string, bound: string): Sealed;
  /** Throws when the text was moved, changed, or sealed by a master key that is not configured. */
  open(sealed: Sealed, bound: string): string;
  /** HS256 keys for embed tokens: the first signs, all verify. */
  tokenKeys: [KeyObject, ...KeyObject[]];
}

/** `masters`: 32 bytes each. The first seals, all open. */
export function createVault(masters: readonly [Buffer, ...Buffer[]]): Vault {
  const keys = new Map(masters.map((master) => [keyIdOf(master), derive(master, 'seal')]));
  const firstId = keyIdOf(masters[0]);
  return {
    tokenKeys: masters.map((master) => createSecretKey(derive(master, 'embed-token'))) as [
      KeyObject,
      ...KeyObject[],
    ],
    seal(plain, bound) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keys.get(firstId)!, iv).setAAD(
        Buffer.from(`${firstId}|${bound}`),
      );
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return { keyId: firstId, data: Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64') };
    },
    open(sealed, bound) {
      const key = keys.get(sealed.keyId);
      if (!key) throw new Error(`sealed with master key ${sealed.keyId}, which MASTER_KEY does not hold`);
      const bytes = Buffer.from(sealed.data, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
        .setAAD(Buffer.from(`${sealed.keyId}|${bound}`))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}
