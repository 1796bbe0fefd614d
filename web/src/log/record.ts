// An observer's report as it is signed (docs/formats/record.md): the text shows nothing but mission, number and
// predecessor; every value is a salted commitment, and decoys hide how many there are.
import {type Bytes, concat, fromBase64, randomBytes, sha256, textBytes, toBase64, u16be} from './bytes.ts';
import type {SigningKey} from './ed25519.ts';
import {leafHash} from './merkle.ts';
import {signNote} from './note.ts';

export interface Field { name: string; value: string }
export interface SignedReport { note: string; reportKey: Bytes; fields: Field[]; leaf: Bytes }

const sizes = [32, 64, 128, 256, 512, 1024];

async function derive(reportKey: Bytes, info: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', reportKey, 'HKDF', false, ['deriveBits']);
  return new Uint8Array(await crypto.subtle.deriveBits({name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: textBytes(info)}, key, 256));
}

export const saltOf = async (reportKey: Bytes, name: string): Promise<Bytes> => (await derive(reportKey, `tallyward/salt/v1\n${name}`)).slice(0, 16) as Bytes;

export async function commitment(name: string, value: string, salt: Bytes): Promise<Bytes> {
  const [n, v] = [textBytes(name), textBytes(value)];
  return sha256(concat(textBytes('tallyward/field/v1\n'), u16be(n.length), u16be(v.length), n, salt, v));
}

/** The commitments of a report as they stand in it: decoys added, sorted. */
export async function commitments(fields: Field[], reportKey: Bytes): Promise<string[]> {
  const size = sizes.find((limit) => limit >= fields.length);
  if (!size) throw new Error('too many fields for one report');
  if (new Set(fields.map((field) => field.name)).size !== fields.length) throw new Error('a field stands twice');
  for (const field of fields) if (textBytes(field.value).length > 65535) throw new Error('a value is too long');
  const real = await Promise.all(fields.map(async ({name, value}) => toBase64(await commitment(name, value, await saltOf(reportKey, name)))));
  const decoys = await Promise.all(Array.from({length: size - fields.length}, async (_, i) => toBase64(await derive(reportKey, `tallyward/decoy/v1\n${i}`))));
  return [...real, ...decoys].sort();
}

export async function reportText(mission: string, sequence: number, previous: string, fields: Field[], reportKey: Bytes): Promise<string> {
  const lines = (await commitments(fields, reportKey)).map((line) => `field ${line}\n`);
  return `tallyward/report/v1\nmission ${mission}\nseq ${sequence}\nprev ${previous}\n${lines.join('')}`;
}

/** Signs a report. Values are brought into Unicode normal form C first. `previous` is base64 of the leaf hash before, or "-". */
export async function signReport(mission: string, code: string, key: SigningKey, sequence: number, previous: string, given: Field[],
                                 reportKey: Bytes = randomBytes(32)): Promise<SignedReport> {
  const fields = given.map(({name, value}) => ({name, value: value.normalize('NFC')}));
  const note = await signNote(await reportText(mission, sequence, previous, fields, reportKey), code, key);
  return {note, reportKey, fields, leaf: await leafHash(textBytes(note))};
}

/** For the tests of others' examples: a secret seed as a key that this code signs with. */
export async function keyFromSeed(seed: Bytes): Promise<SigningKey> {
  const noble = await import('@noble/ed25519');
  return {publicKey: (await noble.getPublicKeyAsync(seed)) as Bytes, extractable: true, secret: seed};
}

export const leafText = (leaf: Bytes): string => toBase64(leaf);
export const leafFromText = fromBase64;
