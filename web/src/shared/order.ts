// Sorting by a language's alphabet: letters first, then accents, then case, and runs of digits by their value, so
// that station 9 stands before station 10. The same table and the same keys as src/locale/collation.cpp.
interface Weight { letter: number; accent: number; form: number; digit: number }

export class SortOrder {
  private weights = new Map<string, Weight>();
  private digitLetter = 0;

  constructor(groups: string[][]) {
    groups.forEach((group, letter) => group.forEach((forms, accent) => [...forms].forEach((character, form) => {
      const digit = forms[0]! >= '0' && forms[0]! <= '9' ? Number(forms[0]) : -1;
      if (digit === 0) this.digitLetter = letter + 1;
      this.weights.set(character, {letter: letter + 1, accent: accent + 1, form: form + 1, digit});
    })));
  }

  key(text: string): number[] {
    const letters: number[] = [];
    const accents: number[] = [];
    const forms: number[] = [];
    let digits: number[] = [];
    let digitForms: number[] = [];
    const endOfNumber = (): void => {
      if (digits.length === 0) return;
      let first = digits.findIndex((digit) => digit !== 0);
      if (first < 0) first = digits.length;
      letters.push(this.digitLetter, digits.length - first, ...digits.slice(first));
      accents.push(1);
      forms.push(...digitForms.slice(first));
      digits = [];
      digitForms = [];
    };
    for (const character of text.normalize('NFC')) {
      const weight = this.weights.get(character);
      if (weight && weight.digit >= 0) { digits.push(weight.digit); digitForms.push(weight.form); continue; }
      endOfNumber();
      letters.push(...(weight ? [weight.letter] : [0xf000, character.codePointAt(0)!]));
      accents.push(weight?.accent ?? 1);
      forms.push(weight?.form ?? 1);
    }
    endOfNumber();
    return [...letters, 0, ...accents, 0, ...forms, 0];
  }

  compare(a: string, b: string): number {
    const [x, y] = [this.key(a), this.key(b)];
    for (let at = 0; at < Math.min(x.length, y.length); ++at) if (x[at] !== y[at]) return x[at]! - y[at]!;
    return x.length - y.length || (a < b ? -1 : a > b ? 1 : 0);
  }
}
