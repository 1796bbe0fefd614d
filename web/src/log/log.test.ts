import {existsSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {fromBase64, textBytes, toBase64} from './bytes.ts';
import {generate, parseVerifierKey, pretendNative, sign, verify} from './ed25519.ts';
import {leafHash, verifyConsistency, verifyInclusion} from './merkle.ts';
import {keyId, openNote, parseCheckpoint, signNote} from './note.ts';
import {verifyReceipt} from './receipt.ts';

const vectors = resolve(import.meta.dirname, '../../../testdata/vectors');


describe('a signed note', () => {
  it('opens with the key that signed it, and with no other', async () => {
    const key = await generate();
    const name = 'example.org/log';
    const material = new Uint8Array([1, ...key.publicKey]);
    const id = await keyId(name, material);
    const vkey = `${name}+${Array.from(id, (b) => b.toString(16).padStart(2, '0')).join('')}+${toBase64(material)}`;
    const note = await signNote('first\nsecond\n', name, key);
    expect(await openNote(note, await parseVerifierKey(vkey))).toBe('first\nsecond\n');
    await expect(openNote(note.replace('second', 'secund'), await parseVerifierKey(vkey))).rejects.toThrow('does not verify');
    await expect(openNote(note.replaceAll(name, 'example.org/other'), await parseVerifierKey(vkey))).rejects.toThrow('no signature');
    await expect(parseVerifierKey(vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'))).rejects.toThrow('its own number');
  });

  it('is the same from the browser and from the fallback', async () => {
    pretendNative(false);
    const key = await generate();
    expect(key.extractable).toBe(true);
    const message = textBytes('Учаске 1042');
    const signature = await sign(key, message);
    expect(await verify(key.publicKey, message, signature)).toBe(true);
    pretendNative(true);
    expect(await verify(key.publicKey, message, signature)).toBe(true);
    signature[3]! ^= 1;
    expect(await verify(key.publicKey, message, signature)).toBe(false);
    pretendNative(false);
    expect(await verify(key.publicKey, message, signature)).toBe(false);
    pretendNative(undefined);
  });

  it('with a size that is no number is no checkpoint', () => {
    const root = toBase64(new Uint8Array(32));
    expect(parseCheckpoint(`o\n12\n${root}\n`).size).toBe(12);
    for (const size of ['012', '-1', '1e3', '', '99999999999999999']) expect(() => parseCheckpoint(`o\n${size}\n${root}\n`)).toThrow();
  });
});

describe.runIf(existsSync(vectors))('the public vectors', () => {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(vectors, 'merkle', file), 'utf8'));
  type Case = {desc: string; leafIdx: number; treeSize: number; root: string; leafHash: string; proof: string[] | null; wantErr: boolean;
               size1: number; size2: number; root1: string; root2: string};
  const bytes = (list: string[] | null) => (list ?? []).map(fromBase64);

  it('of inclusion agree', async () => {
    let seen = 0;
    for (const c of read('inclusion.json') as Case[]) {
      const good = await verifyInclusion(c.leafIdx, c.treeSize, fromBase64(c.leafHash ?? ''), bytes(c.proof), fromBase64(c.root ?? ''));
      expect(good, c.desc).toBe(!c.wantErr);
      ++seen;
    }
    expect(seen).toBeGreaterThan(90);
  });

  it('of consistency agree', async () => {
    let seen = 0;
    for (const c of read('consistency.json') as Case[]) {
      const good = await verifyConsistency(c.size1, c.size2, fromBase64(c.root1 ?? ''), fromBase64(c.root2 ?? ''), bytes(c.proof));
      expect(good, c.desc).toBe(!c.wantErr);
      ++seen;
    }
    expect(seen).toBeGreaterThan(90);
  });

  it('of a handmade log give receipts that verify, and no longer after one changed byte', async () => {
    const folder = join(vectors, 'handmade-log');
    const vkey = readFileSync(join(folder, 'policy'), 'utf8').split('\n')[0]!.slice(4);
    for (const index of [0, 7, 300, 599]) {
      const proof = readFileSync(join(folder, `proofs/${index}.tlog-proof`), 'utf8');
      const entry = new Uint8Array(readFileSync(join(folder, `proofs/${index}.entry`)));
      expect((await verifyReceipt(proof, entry, vkey)).index).toBe(index);
      entry[20]! ^= 1;
      await expect(verifyReceipt(proof, entry, vkey)).rejects.toThrow('does not lead to the root');
      entry[20]! ^= 1;
      await expect(verifyReceipt(proof.replace(`index ${index}`, `index ${index ^ 1}`), entry, vkey)).rejects.toThrow();
      expect((await leafHash(entry)).length).toBe(32);
    }
  });
});
