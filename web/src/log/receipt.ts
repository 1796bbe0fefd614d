// A receipt: a c2sp.org/tlog-proof@v1, that is the place of an entry in the log, the hashes up to the root, and the
// checkpoint that the log signed. Only when all of it verifies may the word "received" be shown.
import {type Bytes, fromBase64} from './bytes.ts';
import {parseVerifierKey} from './ed25519.ts';
import {leafHash, verifyInclusion} from './merkle.ts';
import {type Checkpoint, openNote, parseCheckpoint} from './note.ts';

export interface Proof { index: number; hashes: Bytes[]; checkpoint: string; extra: string }

export function parseProof(text: string): Proof {
  const at = text.indexOf('\n\n');
  const lines = text.slice(0, at).split('\n');
  if (at < 0 || lines.shift() !== 'c2sp.org/tlog-proof@v1') throw new Error('not a proof of this form');
  const extra = lines[0]?.startsWith('extra ') ? lines.shift()!.slice(6) : '';
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '');
  if (!index) throw new Error('the proof has no index');
  const hashes = lines.map(fromBase64);
  if (hashes.length > 63 || hashes.some((hash) => hash.length !== 32)) throw new Error('the proof has a hash of wrong length');
  return {index: Number(index[1]), hashes, checkpoint: text.slice(at + 2), extra};
}

export interface Verified { index: number; checkpoint: Checkpoint }

/** Verifies the log's signature and that `entry` (the whole signed note) is in the log. Throws with one sentence where not. */
export async function verifyReceipt(receipt: string, entry: Bytes, logKey: string): Promise<Verified> {
  return verifyReceiptOfLeaf(receipt, await leafHash(entry), logKey);
}

export async function verifyReceiptOfLeaf(receipt: string, leaf: Bytes, logKey: string): Promise<Verified> {
  const proof = parseProof(receipt);
  const key = await parseVerifierKey(logKey);
  const checkpoint = parseCheckpoint(await openNote(proof.checkpoint, key));
  if (checkpoint.origin !== key.name) throw new Error('the checkpoint is of another log');
  if (!(await verifyInclusion(proof.index, checkpoint.size, leaf, proof.hashes, checkpoint.root))) throw new Error('the proof does not lead to the root of the checkpoint');
  return {index: proof.index, checkpoint};
}
