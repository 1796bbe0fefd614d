// What the screens say, in the language chosen. The texts are in web/messages/*.txt; a place is {name}, a plural
// {n, plural, one {# station} other {# stations}} (the forms of CLDR for our five languages; # is the number).
import {signal} from '@preact/signals';
import {formatNumber} from './locale.ts';

export type Language = 'en' | 'ru' | 'kk' | 'fr' | 'ar';
export const languageNames: Record<Language, string> = {en: 'English', ru: 'Русский', kk: 'Қазақша', fr: 'Français', ar: 'العربية'};
export const direction = (language: string): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

export const language = signal<Language>('en');
const texts = signal<Record<string, string>>({});

/** Takes over a language and its texts, and tells the page about it. */
export function useTexts(code: Language, loaded: Record<string, string>): void {
  texts.value = loaded;
  language.value = code;
  if (typeof document !== 'undefined') {
    document.documentElement.lang = code;
    document.documentElement.dir = direction(code);
  }
}

/** CLDR's plural category of a number written plainly. */
export function pluralForm(code: string, plain: number | string): string {
  const [whole, decimals] = String(plain).replace(/^[-+]/, '').split('.') as [string, string | undefined];
  const i = Number(whole);
  const exact = decimals === undefined;
  const round = exact || Number(decimals) === 0;
  const [ones, tens] = [i % 10, i % 100];
  switch (code) {
    case 'ru': return !exact ? 'other' : ones === 1 && tens !== 11 ? 'one' : ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? 'few' : 'many';
    case 'fr': return i <= 1 ? 'one' : i % 1_000_000 === 0 && exact ? 'many' : 'other';
    case 'ar': return !round ? 'other' : i <= 2 ? ['zero', 'one', 'two'][i]! : tens >= 3 && tens <= 10 ? 'few' : tens >= 11 ? 'many' : 'other';
    case 'kk': return i === 1 && round ? 'one' : 'other';
    default: return i === 1 && exact ? 'one' : 'other';
  }
}

type Values = Record<string, string | number>;

/** Where the brace that opens at `from` closes. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; ++at) {
    if (text[at] === '{') ++depth;
    if (text[at] === '}' && --depth === 0) return at;
  }
  throw new Error(`an open brace in: ${text}`);
}

export function fill(text: string, values: Values, code: string): string {
  let out = '';
  for (let at = 0; at < text.length; ++at) {
    if (text[at] !== '{') { out += text[at]; continue; }
    const end = closing(text, at);
    const inner = text.slice(at + 1, end);
    const plural = /^(\w+), (plural|select),/.exec(inner);
    if (!plural) {
      const value = values[inner];
      out += value === undefined ? `{${inner}}` : typeof value === 'number' ? formatNumber(value, code) : value;
    } else {
      const value = values[plural[1]!] ?? '';
      const forms = new Map<string, string>();
      for (let from = inner.indexOf('{'); from >= 0; from = inner.indexOf('{', from)) {
        const name = /(\S+)\s*$/.exec(inner.slice(0, from))![1]!;
        const to = closing(inner, from);
        forms.set(name, inner.slice(from + 1, to));
        from = to + 1;
      }
      const form = plural[2] === 'plural' ? pluralForm(code, Number(value)) : String(value);
      const chosen = forms.get(form) ?? forms.get('other') ?? '';
      out += fill(plural[2] === 'plural' ? chosen.replaceAll('#', formatNumber(Number(value), code)) : chosen, values, code);
    }
    at = end;
  }
  return out;
}

/** The text of a key. A key that is missing shows itself, so that a test sees it. */
export function t(key: string, values: Values = {}): string {
  const text = texts.value[key];
  return text === undefined ? `⟦${key}⟧` : fill(text, values, language.value);
}

/** A text that comes in several languages (form labels): the language chosen, else English, else any. */
export function label(all: Record<string, string> | undefined): string {
  return all?.[language.value] || all?.['en'] || Object.values(all ?? {})[0] || '';
}
