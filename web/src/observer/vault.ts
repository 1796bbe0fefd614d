// The PIN. Drafts, reports and photos lie on the phone encrypted (AES-256-GCM) under a random key, which itself is wrapped
// under a key made from the PIN (PBKDF2-SHA-256). Six digits keep out who picks the phone up, not a laboratory: the help says so.
import {type Bytes, randomBytes, textBytes} from '../log/bytes.ts';
import {put, read} from './database.ts';

const iterations = 310_000;
const freeTries = 10;

interface Lock { salt: Bytes; iv: Bytes; wrapped: ArrayBuffer; tries: number; until: number }
export interface Sealed { iv: Bytes; data: ArrayBuffer }

let contentKey: CryptoKey | undefined;

async function fromPin(pin: string, salt: Bytes): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', textBytes(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({name: 'PBKDF2', hash: 'SHA-256', salt, iterations}, material, {name: 'AES-GCM', length: 256}, false, ['wrapKey', 'unwrapKey']);
}

export const isUnlocked = (): boolean => contentKey !== undefined;
export const hasPin = async (): Promise<boolean> => (await read<Lock>('settings', 'lock')) !== undefined;

/** A new PIN on a new phone: makes the key for the content. */
export async function choosePin(pin: string): Promise<void> {
  const key = await crypto.subtle.generateKey({name: 'AES-GCM', length: 256}, true, ['encrypt', 'decrypt']);
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const wrapped = await crypto.subtle.wrapKey('raw', key, await fromPin(pin, salt), {name: 'AES-GCM', iv});
  await put('settings', 'lock', {salt, iv, wrapped, tries: 0, until: 0} satisfies Lock);
  contentKey = key;
}

export type Unlocked = 'open' | 'wrong' | 'wait';

/** Ten tries are free; after that each wrong one costs a quarter of an hour. Nothing is ever deleted by a wrong PIN. */
export async function unlock(pin: string, now = Date.now()): Promise<Unlocked> {
  const lock = await read<Lock>('settings', 'lock');
  if (!lock) return 'wrong';
  if (lock.tries >= freeTries && now < lock.until) return 'wait';
  await put('settings', 'lock', {...lock, tries: lock.tries + 1, until: now + 15 * 60_000});
  try {
    contentKey = await crypto.subtle.unwrapKey('raw', lock.wrapped, await fromPin(pin, lock.salt), {name: 'AES-GCM', iv: lock.iv}, {name: 'AES-GCM'}, true, ['encrypt', 'decrypt']);
  } catch { return 'wrong'; }
  await put('settings', 'lock', {...lock, tries: 0, until: 0});
  return 'open';
}

export function lock(): void { contentKey = undefined; }

export async function seal(value: unknown): Promise<Sealed> {
  if (!contentKey) throw new Error('locked');
  const iv = randomBytes(12);
  const bytes = value instanceof Uint8Array ? (value as Bytes) : textBytes(JSON.stringify(value));
  return {iv, data: await crypto.subtle.encrypt({name: 'AES-GCM', iv}, contentKey, bytes)};
}

export async function openBytes(sealed: Sealed): Promise<Bytes> {
  if (!contentKey) throw new Error('locked');
  return new Uint8Array(await crypto.subtle.decrypt({name: 'AES-GCM', iv: sealed.iv}, contentKey, sealed.data));
}

export const openSealed = async <T>(sealed: Sealed): Promise<T> => JSON.parse(new TextDecoder().decode(await openBytes(sealed))) as T;
