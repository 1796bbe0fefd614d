// Bytes and text: base64, hex, joining, Crockford base32. Nothing here knows the log.
export type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = new TextEncoder();
export const textBytes = (text: string): Bytes => utf8.encode(text);

export function concat(...parts: Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { out.set(part, at); at += part.length; }
  return out;
}

export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function fromHex(text: string): Bytes {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error('not hexadecimal');
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Strict: standard alphabet, padded, and the same text when encoded again. */
export function fromBase64(text: string): Bytes {
  let binary: string;
  try { binary = atob(text); } catch { throw new Error('not base64'); }
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  if (toBase64(bytes) !== text) throw new Error('not base64');
  return bytes;
}

export const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A big-endian number of two bytes. */
export const u16be = (value: number): Bytes => Uint8Array.of(value >> 8, value & 255);
