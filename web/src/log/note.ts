// Signed notes: a text that ends in a newline, an empty line, and signature lines "— NAME base64(key id, signature)".
// As in c2sp.org/signed-note; the same bytes as src/transparency.
import {type Bytes, concat, equal, fromBase64, sha256, textBytes, toBase64} from './bytes.ts';
import {type SigningKey, sign, type VerifierKey, verify} from './ed25519.ts';

export interface Signature { name: string; id: Bytes; bytes: Bytes }
export interface Note { text: string; signatures: Signature[] }

/** The first four bytes of SHA-256(name, newline, type and key). */
export async function keyId(name: string, material: Bytes): Promise<Bytes> {
  return (await sha256(concat(textBytes(name + '\n'), material))).slice(0, 4) as Bytes;
}

export function parseNote(note: string): Note {
  // The last empty line parts text from signatures.
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n')) throw new Error('not a signed note');
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f\ufffd]/.test(note)) throw new Error('a signed note holds a control character');
  const lines = note.slice(at + 2, -1).split('\n');
  if (lines.length > 100) throw new Error('too many signatures');
  const signatures = lines.map((line) => {
    const parts = /^— ([^\s+]+) (\S+)$/.exec(line);
    if (!parts) throw new Error('a signature line does not fit');
    const blob = fromBase64(parts[2]!);
    if (blob.length < 5) throw new Error('a signature is too short');
    return {name: parts[1]!, id: blob.slice(0, 4) as Bytes, bytes: blob.slice(4) as Bytes};
  });
  return {text: note.slice(0, at + 1), signatures};
}

/** The text of a note that this key signed. A signature in this key's name that does not verify refuses the whole note. */
export async function openNote(note: string, key: VerifierKey): Promise<string> {
  const parsed = parseNote(note);
  let good = false;
  for (const signature of parsed.signatures) {
    if (signature.name !== key.name || !equal(signature.id, key.id)) continue;
    if (!(await verify(key.key, textBytes(parsed.text), signature.bytes))) throw new Error(`the signature of ${key.name} does not verify`);
    good = true;
  }
  if (!good) throw new Error(`no signature of ${key.name}`);
  return parsed.text;
}

export async function signNote(text: string, name: string, key: SigningKey): Promise<string> {
  const id = await keyId(name, concat(Uint8Array.of(1), key.publicKey));
  return `${text}\n— ${name} ${toBase64(concat(id, await sign(key, textBytes(text))))}\n`;
}

export interface Checkpoint { origin: string; size: number; root: Bytes }

export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...rest] = text.split('\n');
  if (!origin || !size || !root || rest.length === 0 || !/^(0|[1-9][0-9]{0,15})$/.test(size)) throw new Error('not a checkpoint');
  const hash = fromBase64(root);
  if (hash.length !== 32 || !Number.isSafeInteger(Number(size))) throw new Error('not a checkpoint');
  return {origin, size: Number(size), root: hash};
}
