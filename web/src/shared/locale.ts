// Numbers, dates and lists as each language writes them, from our own tables: browsers get Kazakh wrong. The server
// has the same tables and the same golden file (testdata/locale), so that both write the same.
import tables from 'locale:tables';

export interface Table {
  number: {group: string; decimal: string; minus: string; plus: string; percent: string};
  months: string[];
  long_date: string;
  short_date: string;
  time: string;
  list: {two: string; middle: string; last: string};
}

const table = (code: string): Table => tables[code] ?? tables['en']!;
const grouped = (digits: string, separator: string): string => digits.replace(/\B(?=(\d{3})+$)/g, separator);

/** A whole number; with decimals it must come as text (formatDecimal), as a double is not what was written. */
export function formatNumber(value: number, code: string): string {
  return formatDecimal(String(value), code);
}

/** A number written plainly ("-1234.50"); its decimals are kept as they are. */
export function formatDecimal(plain: string, code: string): string {
  const {number} = table(code);
  const [whole, decimals] = plain.replace('-', '').split('.');
  return (plain.startsWith('-') ? number.minus : '') + grouped(whole!, number.group) + (decimals === undefined ? '' : number.decimal + decimals);
}

export const formatSigned = (value: number, code: string): string => (value > 0 ? table(code).number.plus : '') + formatNumber(value, code);
export const formatPercent = (plain: string, code: string): string => table(code).number.percent.replace('{0}', formatDecimal(plain, code));

const two = (value: number): string => String(value).padStart(2, '0');

function pattern(form: string, at: Date, code: string): string {
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    switch (name) {
      case 'd': return String(at.getUTCDate());
      case 'dd': return two(at.getUTCDate());
      case 'mm': return two(at.getUTCMonth() + 1);
      case 'month': return table(code).months[at.getUTCMonth()]!;
      case 'y': return String(at.getUTCFullYear());
      case 'HH': return two(at.getUTCHours());
      default: return two(at.getUTCMinutes());
    }
  });
}

/** `minutesEast`: how far the clocks of the place are ahead of UTC. */
const local = (at: Date, minutesEast: number): Date => new Date(at.getTime() + minutesEast * 60_000);
export const formatLongDate = (at: Date, code: string, minutesEast = -at.getTimezoneOffset()): string => pattern(table(code).long_date, local(at, minutesEast), code);
export const formatShortDate = (at: Date, code: string, minutesEast = -at.getTimezoneOffset()): string => pattern(table(code).short_date, local(at, minutesEast), code);
export const formatTime = (at: Date, code: string, minutesEast = -at.getTimezoneOffset()): string => pattern(table(code).time, local(at, minutesEast), code);

export function formatList(items: string[], code: string): string {
  const {two: pair, middle, last} = table(code).list;
  if (items.length <= 1) return items[0] ?? '';
  if (items.length === 2) return pair.replace('{0}', items[0]!).replace('{1}', items[1]!);
  return last.replace('{0}', items.slice(0, -1).join(middle)).replace('{1}', items.at(-1)!);
}
