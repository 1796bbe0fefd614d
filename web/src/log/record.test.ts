import {existsSync, readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {fromHex, textBytes, toHex} from './bytes.ts';
import {leafHash} from './merkle.ts';
import {commitments, keyFromSeed, saltOf, signReport} from './record.ts';

const path = resolve(import.meta.dirname, '../../../testdata/vectors/record-example.json');

describe.runIf(existsSync(path))('the worked example', () => {
  const example = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  it('is reproduced to the byte', async () => {
    const key = await keyFromSeed(fromHex(example.observer_seed_hex));
    const reportKey = fromHex(example.report_key_hex);
    for (const field of example.fields) expect(toHex(await saltOf(reportKey, field.name))).toBe(field.salt_hex);
    const [, sequence, previous] = /\nseq (\d+)\nprev (\S+)\n/.exec(example.entry ?? example.text) ?? [];
    const signed = await signReport(example.mission, example.observer_code, key, Number(sequence), previous!, example.fields, reportKey);
    expect(signed.note).toBe(example.entry);
    const leaf = example.leaf_hash_hex ?? example.leaf_hash;
    expect([toHex(signed.leaf), btoa(String.fromCharCode(...signed.leaf))]).toContain(leaf);
    expect(await leafHash(textBytes(example.entry))).toEqual(signed.leaf);
  });
});

describe('the commitments of a report', () => {
  it('are as many for two answers as for thirty, and sorted', async () => {
    const key = new Uint8Array(32);
    const many = Array.from({length: 30}, (_, i) => ({name: `q.${i}`, value: 'yes'}));
    const [few, most] = [await commitments(many.slice(0, 2), key), await commitments(many, key)];
    expect([few.length, most.length]).toEqual([32, 32]);
    expect([...few].sort()).toEqual(few);
    expect((await commitments([...many, {name: 'a', value: ''}, {name: 'b', value: ''}, {name: 'c', value: ''}], key)).length).toBe(64);
  });
  it('refuse a name that stands twice', async () => {
    await expect(commitments([{name: 'a', value: '1'}, {name: 'a', value: '2'}], new Uint8Array(32))).rejects.toThrow('twice');
  });
});
