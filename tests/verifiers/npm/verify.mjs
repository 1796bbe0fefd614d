// verify.mjs NODE_MODULES POLICY PROOF ENTRY: one receipt, checked by npm's own client code. The tree and the log's signature by
// @sigstore/verify, which knows no cosignatures: those by WebCrypto. Exit status 0 accepted, 1 refused.
import { createPublicKey, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [modules, policyPath, proofPath, entryPath] = process.argv.slice(2);
const require = createRequire(resolve(modules) + '/');
const part = (name) => require(resolve(modules, '@sigstore/verify/dist/tlog', name));
const { verifyCheckpoint } = part('checkpoint.js');
const { verifyMerkleInclusion } = part('merkle.js');

const parseKey = (text) => {
  const [name, id, ...rest] = text.split('+');
  return { name, id: Buffer.from(id, 'hex'), key: Buffer.from(rest.join('+'), 'base64').subarray(1) };
};
const policy = readFileSync(policyPath, 'utf8').split('\n').map((line) => line.split(' '));
const log = parseKey(policy.find((words) => words[0] === 'log')[1]);
const witnesses = policy.filter((words) => words[0] === 'witness').map((words) => parseKey(words[2]));
const needed = Number(policy.find((words) => words[0] === 'group')[2]);

async function countCosignatures(checkpoint) {
  const [text, lines] = [checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1), checkpoint.split('\n\n')[1].trimEnd().split('\n')];
  let count = 0;
  for (const line of lines) {
    const [, name, encoded] = line.split(' ');
    const blob = Buffer.from(encoded, 'base64');
    const witness = witnesses.find((one) => one.name === name && one.id.equals(blob.subarray(0, 4)));
    if (!witness) continue;
    const message = Buffer.from(`cosignature/v1\ntime ${blob.readBigUInt64BE(4)}\n${text}`);
    const key = await webcrypto.subtle.importKey('raw', witness.key, { name: 'Ed25519' }, false, ['verify']);
    if (!(await webcrypto.subtle.verify('Ed25519', key, blob.subarray(12), message))) {
      throw new Error(`the cosignature of ${name} does not hold`);
    }
    count += 1;
  }
  return count;
}

async function check() {
  const proof = readFileSync(proofPath, 'utf8');
  const gap = proof.indexOf('\n\n');
  const lines = proof.slice(0, gap).split('\n');
  const entry = {
    canonicalizedBody: readFileSync(entryPath),
    inclusionProof: {
      logIndex: lines[1].split(' ')[1],
      hashes: lines.slice(2).map((hash) => Buffer.from(hash, 'base64')),
      checkpoint: { envelope: proof.slice(gap + 2) },
    },
  };
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), log.key]);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const checkpoint = verifyCheckpoint(entry, [{ logID: log.id, baseURL: log.name, publicKey }]);
  if (checkpoint.origin !== log.name) throw new Error('the checkpoint of another log');
  verifyMerkleInclusion(entry, checkpoint);
  if ((await countCosignatures(proof.slice(gap + 2))) < needed) throw new Error('quorum not met');
}

check().then(
  () => console.log('accepted'),
  (error) => {
    console.log('refused:', error.message);
    process.exitCode = 1;
  },
);
