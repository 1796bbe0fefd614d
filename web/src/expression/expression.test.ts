import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {evaluate, fraction, parse, Problem, type Value} from './expression.ts';

type Json = number | string | boolean | null | Json[] | {fraction: string};
interface Case { expression: string; variables?: Record<string, Json>; self?: Json; value?: Json; error?: {code: string; position: number} }

function decode(json: Json | undefined): Value {
  if (json === null || json === undefined) return undefined;
  if (Array.isArray(json)) return json.map((member) => decode(member) as ReturnType<typeof fraction> | undefined);
  if (typeof json === 'number') return fraction(BigInt(json));
  if (typeof json === 'object') { const [n, d] = json.fraction.split('/'); return fraction(BigInt(n!), BigInt(d ?? 1)); }
  return json;
}

const folder = resolve(import.meta.dirname, '../../../testdata/expression');
describe.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('%s', (file) => {
  const {tests} = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {tests: Case[]};
  it('has entries', () => expect(tests.length).toBeGreaterThan(100));
  it.each(tests.map((test) => [test.expression.slice(0, 60), test] as const))('%s', (_, test) => {
    const run = (): Value => evaluate(parse(test.expression), (name) => (test.variables && name in test.variables ? decode(test.variables[name]) : null), decode(test.self));
    if (test.error) {
      try { run(); } catch (problem) {
        expect(problem).toBeInstanceOf(Problem);
        expect({code: (problem as Problem).code, position: (problem as Problem).position}).toEqual(test.error);
        return;
      }
      throw new Error(`no problem was found, expected ${test.error.code}`);
    }
    expect(run()).toEqual(decode(test.value));
  });
});
