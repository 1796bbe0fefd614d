// Ed25519 signatures: the browser's own where it has them, else @noble/ed25519 (loaded only then). A key of the
// browser's own cannot be read out by any script; one of the fallback can, which is why `extractable` is told at enrolment.
import {type Bytes, concat, fromBase64, sha256, textBytes, toBase64} from './bytes.ts';

export interface SigningKey {
  publicKey: Bytes;
  extractable: boolean;
  /** What IndexedDB keeps: a CryptoKey that only the browser can use, or the 32 secret bytes of the fallback. */
  secret: CryptoKey | Bytes;
}

let native: Promise<boolean> | undefined;

/** Whether this browser's WebCrypto has Ed25519 (Safari 17, Firefox 129, Chrome 137 and later). */
export function hasNative(): Promise<boolean> {
  native ??= crypto.subtle.generateKey({name: 'Ed25519'}, false, ['sign', 'verify']).then(() => true, () => false);
  return native;
}

/** For tests of the fallback. */
export function pretendNative(value: boolean | undefined): void {
  native = value === undefined ? undefined : Promise.resolve(value);
}

export async function generate(): Promise<SigningKey> {
  if (await hasNative()) {
    const pair = (await crypto.subtle.generateKey({name: 'Ed25519'}, false, ['sign', 'verify'])) as CryptoKeyPair;
    return {publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)), extractable: false, secret: pair.privateKey};
  }
  const noble = await import('@noble/ed25519');
  const secret = noble.utils.randomSecretKey() as Bytes;
  return {publicKey: (await noble.getPublicKeyAsync(secret)) as Bytes, extractable: true, secret};
}

export async function sign(key: SigningKey, message: Bytes): Promise<Bytes> {
  if (key.secret instanceof Uint8Array) {
    const noble = await import('@noble/ed25519');
    return (await noble.signAsync(message, key.secret)) as Bytes;
  }
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key.secret, message));
}

export async function verify(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (await hasNative()) {
    try {
      const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
      return await crypto.subtle.verify('Ed25519', key, signature, message);
    } catch { return false; }
  }
  const noble = await import('@noble/ed25519');
  return noble.verifyAsync(signature, message, publicKey, {zip215: false}).catch(() => false);
}

/** A verifier key as text: NAME+8 hex digits+base64(type byte, 32 key bytes). Only Ed25519 (type 1). */
export interface VerifierKey { name: string; id: Bytes; key: Bytes }

export async function parseVerifierKey(text: string): Promise<VerifierKey> {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
  if (!parts) throw new Error('not a verifier key');
  const material = fromBase64(parts[3]!);
  if (material.length !== 33 || material[0] !== 1) throw new Error('not an Ed25519 verifier key');
  const id = (await sha256(concat(textBytes(parts[1]! + '\n'), material))).slice(0, 4) as Bytes;
  if (!id.every((byte, at) => byte === parseInt(parts[2]!.slice(2 * at, 2 * at + 2), 16))) throw new Error('the verifier key does not fit its own number');
  return {name: parts[1]!, id, key: material.slice(1) as Bytes};
}

export const publicKeyText = (key: SigningKey): string => toBase64(key.publicKey);
