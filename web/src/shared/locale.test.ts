import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import {formatDecimal, formatList, formatLongDate, formatNumber, formatPercent, formatShortDate, formatSigned, formatTime} from './locale.ts';
import {fill, pluralForm} from './messages.ts';
import {SortOrder} from './order.ts';

interface Golden {
  integers: [number, string, string][]; signed: [number, string][]; decimals: [string, string, string][]; percents: [string, string][];
  dates: [string, string, string, string][]; lists: [string[], string][]; sorted: string[];
}
const root = resolve(import.meta.dirname, '../../..');
const golden = JSON.parse(readFileSync(resolve(root, 'testdata/locale/golden.json'), 'utf8')) as {languages: Record<string, Golden>};

describe.each(Object.keys(golden.languages))('the golden file, %s', (code) => {
  const expected = golden.languages[code]!;
  it('has our numbers and plural forms', () => {
    for (const [value, text, form] of expected.integers) expect([formatNumber(value, code), pluralForm(code, value)], String(value)).toEqual([text, form]);
    for (const [value, text] of expected.signed) expect(formatSigned(value, code)).toBe(text);
    for (const [value, text, form] of expected.decimals) expect([formatDecimal(value, code), pluralForm(code, value)], value).toEqual([text, form]);
    for (const [value, text] of expected.percents) expect(formatPercent(value, code)).toBe(text);
  });
  it('has our dates and lists', () => {
    for (const [at, long, short, time] of expected.dates) {
      const date = new Date(at);
      expect([formatLongDate(date, code, 0), formatShortDate(date, code, 0), formatTime(date, code, 0)]).toEqual([long, short, time]);
    }
    for (const [items, text] of expected.lists) expect(formatList(items, code)).toBe(text);
  });
  it('has our order', () => {
    const order = new SortOrder(JSON.parse(readFileSync(resolve(root, `locales/data/${code}.json`), 'utf8')).sort_order);
    const shuffled = [...expected.sorted].sort((a, b) => (a.split('').reverse().join('') < b.split('').reverse().join('') ? -1 : 1));
    expect(shuffled.sort((a, b) => order.compare(a, b))).toEqual(expected.sorted);
  });
});

describe('a message', () => {
  it('takes values and plural forms', () => {
    const text = '{n, plural, one {# отчёт} few {# отчёта} many {# отчётов} other {# отчёта}} — {place}';
    expect(fill(text, {n: 1, place: 'Ақтөбе'}, 'ru')).toBe('1 отчёт — Ақтөбе');
    expect(fill(text, {n: 22, place: '{n}'}, 'ru')).toBe('22 отчёта — {n}');
    expect(fill(text, {n: 10065, place: ''}, 'ru')).toBe('10\u00a0065 отчётов — ');
  });
});
