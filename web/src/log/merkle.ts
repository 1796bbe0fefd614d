// RFC 9162 (and 6962) Merkle trees: leaf hash = SHA-256(0x00, entry), node = SHA-256(0x01, left, right).
// Sizes up to 2^53: no bit operations of 32 bits here.
import {type Bytes, concat, equal, sha256} from './bytes.ts';

export const leafHash = (entry: Bytes): Promise<Bytes> => sha256(concat(Uint8Array.of(0), entry));
const nodeHash = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(concat(Uint8Array.of(1), left, right));
const odd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

/** RFC 9162, 2.1.3.2: the root that this proof leads to, compared with the one given. */
export async function verifyInclusion(index: number, size: number, leaf: Bytes, proof: Bytes[], root: Bytes): Promise<boolean> {
  if (!(index >= 0 && index < size) || leaf.length !== 32 || root.length !== 32) return false;
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      r = await nodeHash(p, r);
      if (!odd(fn)) while (fn !== 0 && !odd(fn)) { fn = half(fn); sn = half(sn); }
    } else {
      r = await nodeHash(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equal(r, root);
}

/** RFC 9162, 2.1.4.2: the tree of size2 begins with the tree of size1. From size 0 nothing can be shown. */
export async function verifyConsistency(size1: number, size2: number, root1: Bytes, root2: Bytes, proof: Bytes[]): Promise<boolean> {
  if (size1 <= 0 || size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && equal(root1, root2);
  const path = [...proof];
  let first = size1;
  while (!odd(first)) first = half(first);
  if (first === 1) path.unshift(root1);
  let fn = size1 - 1;
  let sn = size2 - 1;
  while (odd(fn)) { fn = half(fn); sn = half(sn); }
  const start = path.shift();
  if (!start) return false;
  let fr = start;
  let sr = start;
  for (const c of path) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      fr = await nodeHash(c, fr);
      sr = await nodeHash(c, sr);
      if (!odd(fn)) while (fn !== 0 && !odd(fn)) { fn = half(fn); sn = half(sn); }
    } else {
      sr = await nodeHash(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equal(fr, root1) && equal(sr, root2);
}

/** The root of a tree with these leaf hashes (RFC 9162, 2.1.1), level by level. */
export async function rootOf(leaves: Bytes[]): Promise<Bytes> {
  if (leaves.length === 0) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const above: Bytes[] = [];
    for (let at = 0; at < level.length; at += 2) above.push(at + 1 < level.length ? await nodeHash(level[at]!, level[at + 1]!) : level[at]!);
    level = above;
  }
  return level[0]!;
}
