// The expression language of forms, checks and figures (docs/formats/expression.md): the XPath subset of XLSForm. Numbers are exact
// fractions, never doubles. A blank, an illegible or an unobserved value makes what uses it *unknown* (undefined here),
// which is neither true nor false; `and`, `or` and `not` follow Kleene's three-valued logic.
export interface Fraction { n: bigint; d: bigint }
export type Value = Fraction | string | boolean | undefined;
export type Lookup = (name: string) => string | undefined;

type Node =
  | {kind: 'value'; value: Value} | {kind: 'name'; name: string} | {kind: 'self'}
  | {kind: 'call'; name: string; parts: Node[]} | {kind: 'binary'; operator: string; left: Node; right: Node} | {kind: 'minus'; of: Node};
export interface Expression { node: Node; names: string[] }

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
export function fraction(n: bigint, d = 1n): Fraction | undefined {
  if (d === 0n) return undefined;
  const g = gcd(n, d) * (d < 0n ? -1n : 1n);
  return {n: n / g, d: d / g};
}
const isFraction = (value: Value): value is Fraction => typeof value === 'object';

/** A plain decimal number as a fraction; nothing for other text. Digits of any script count as digits. */
export function parseNumber(text: string): Fraction | undefined {
  const parts = /^\s*(-?)(\d+)(?:\.(\d+))?\s*$/.exec(text);
  if (!parts) return undefined;
  const decimals = parts[3] ?? '';
  return fraction(BigInt(parts[1]! + parts[2]! + decimals), 10n ** BigInt(decimals.length));
}

const tokenPattern = /\s*(?:(\$\{[^}]*\})|(\d+(?:\.\d+)?|\.\d+)|'([^']*)'|"([^"]*)"|(<=|>=|!=|[-+*=<>(),.|])|([A-Za-z_][\w.-]*))/y;
interface Token { kind: 'ref' | 'number' | 'text' | 'sign' | 'word' | 'end'; text: string; at: number }

function tokens(source: string): Token[] {
  const out: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (source.slice(tokenPattern.lastIndex).trim() !== '') {
    const at = tokenPattern.lastIndex;
    const m = tokenPattern.exec(source);
    if (!m) throw new Error(`column ${at + 1}: cannot be read`);
    const kind = m[1] ? 'ref' : m[2] ? 'number' : m[3] !== undefined || m[4] !== undefined ? 'text' : m[5] ? 'sign' : 'word';
    out.push({kind, text: m[1]?.slice(2, -1) ?? m[2] ?? m[3] ?? m[4] ?? m[5] ?? m[6]!, at});
  }
  out.push({kind: 'end', text: '', at: source.length});
  return out;
}

const levels = [['or'], ['and'], ['=', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', 'div', 'mod']];

export function parse(source: string): Expression {
  const list = tokens(source);
  const names: string[] = [];
  let at = 0;
  const peek = (): Token => list[at]!;
  const fail = (expected: string): never => { throw new Error(`column ${peek().at + 1}: found "${peek().text}", expected ${expected}`); };
  const take = (sign: string): void => { if (peek().kind !== 'sign' || peek().text !== sign) fail(sign); ++at; };
  function binary(level: number): Node {
    if (level === levels.length) return unary();
    let left = binary(level + 1);
    while ((peek().kind === 'sign' || peek().kind === 'word') && levels[level]!.includes(peek().text)) {
      const operator = list[at++]!.text;
      left = {kind: 'binary', operator, left, right: binary(level + 1)};
    }
    return left;
  }
  function unary(): Node {
    if (peek().kind === 'sign' && peek().text === '-') { ++at; return {kind: 'minus', of: unary()}; }
    return primary();
  }
  function primary(): Node {
    const token = list[at++]!;
    if (token.kind === 'ref') { const name = token.text.trim(); names.push(name); return {kind: 'name', name}; }
    if (token.kind === 'number') return {kind: 'value', value: parseNumber(token.text.startsWith('.') ? '0' + token.text : token.text)};
    if (token.kind === 'text') return {kind: 'value', value: token.text};
    if (token.kind === 'sign' && token.text === '.') return {kind: 'self'};
    if (token.kind === 'sign' && token.text === '(') { const inner = binary(0); take(')'); return inner; }
    if (token.kind === 'word' && peek().kind === 'sign' && peek().text === '(') {
      ++at;
      const parts: Node[] = [];
      if (!(peek().kind === 'sign' && peek().text === ')')) {
        parts.push(binary(0));
        while (peek().kind === 'sign' && peek().text === ',') { ++at; parts.push(binary(0)); }
      }
      take(')');
      if (!(token.text in functions)) { at = list.indexOf(token); fail('a known function'); }
      return {kind: 'call', name: token.text, parts};
    }
    --at;
    return fail('a value');
  }
  const node = binary(0);
  if (peek().kind !== 'end') fail('the end');
  return {node, names};
}

const asText = (value: Value): string | undefined => (value === undefined ? undefined : isFraction(value) ? (value.d === 1n ? String(value.n) : `${value.n}/${value.d}`) : String(value));
const asNumber = (value: Value): Fraction | undefined => (isFraction(value) ? value : typeof value === 'string' ? parseNumber(value) : typeof value === 'boolean' ? fraction(value ? 1n : 0n) : undefined);
const asTruth = (value: Value): boolean | undefined => (value === undefined ? undefined : isFraction(value) ? value.n !== 0n : typeof value === 'string' ? value !== '' : value);
const order = (a: Fraction, b: Fraction): number => { const x = a.n * b.d - b.n * a.d; return x < 0n ? -1 : x > 0n ? 1 : 0; };

function arithmetic(operator: string, a: Fraction, b: Fraction): Fraction | undefined {
  switch (operator) {
    case '+': return fraction(a.n * b.d + b.n * a.d, a.d * b.d);
    case '-': return fraction(a.n * b.d - b.n * a.d, a.d * b.d);
    case '*': return fraction(a.n * b.n, a.d * b.d);
    case 'div': return fraction(a.n * b.d, a.d * b.n);
    default: {
      if (b.n === 0n) return undefined;
      const quotient = (a.n * b.d) / (a.d * b.n);  // towards zero, as in XPath
      return fraction(a.n * b.d - quotient * b.n * a.d, a.d * b.d);
    }
  }
}

function compare(operator: string, a: Value, b: Value): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (operator === '=' || operator === '!=') {
    let same: boolean;
    if (typeof a === 'boolean' || typeof b === 'boolean') same = asTruth(a) === asTruth(b);
    else if (isFraction(a) || isFraction(b)) {
      const [x, y] = [asNumber(a), asNumber(b)];
      if (!x || !y) return undefined;
      same = order(x, y) === 0;
    } else same = a === b;
    return same === (operator === '=');
  }
  const [x, y] = [asNumber(a), asNumber(b)];
  if (!x || !y) return undefined;
  const o = order(x, y);
  return operator === '<' ? o < 0 : operator === '<=' ? o <= 0 : operator === '>' ? o > 0 : o >= 0;
}

const round = (value: Fraction): Fraction => {
  const [n, d] = [value.n * 2n + value.d, value.d * 2n];
  return {n: n / d - (n % d < 0n ? 1n : 0n), d: 1n};  // half towards positive infinity, as in XPath
};

const functions: Record<string, (parts: Node[], run: (node: Node) => Value) => Value> = {
  not: (parts, run) => { const value = asTruth(run(parts[0]!)); return value === undefined ? undefined : !value; },
  true: () => true,
  false: () => false,
  // A multiple choice is its values joined by spaces.
  selected: (parts, run) => { const [all, one] = [asText(run(parts[0]!)), asText(run(parts[1]!))]; return all === undefined || one === undefined ? undefined : all.split(' ').includes(one); },
  'count-selected': (parts, run) => { const all = asText(run(parts[0]!)); return all === undefined ? undefined : fraction(BigInt(all.split(' ').filter(Boolean).length)); },
  if: (parts, run) => { const value = asTruth(run(parts[0]!)); return value === undefined ? undefined : run(parts[value ? 1 : 2]!); },
  coalesce: (parts, run) => run(parts[0]!) ?? run(parts[1]!),
  sum: (parts, run) => parts.map((part) => asNumber(run(part))).reduce((a, b) => (a && b ? arithmetic('+', a, b) : undefined), fraction(0n)),
  min: (parts, run) => parts.map((part) => asNumber(run(part))).reduce((a, b) => (a && b ? (order(a, b) < 0 ? a : b) : undefined)),
  max: (parts, run) => parts.map((part) => asNumber(run(part))).reduce((a, b) => (a && b ? (order(a, b) > 0 ? a : b) : undefined)),
  round: (parts, run) => { const value = asNumber(run(parts[0]!)); return value && round(value); },
  abs: (parts, run) => { const value = asNumber(run(parts[0]!)); return value && {n: value.n < 0n ? -value.n : value.n, d: value.d}; },
  number: (parts, run) => asNumber(run(parts[0]!)),
  string: (parts, run) => asText(run(parts[0]!)),
  'string-length': (parts, run) => { const text = asText(run(parts[0]!)); return text === undefined ? undefined : fraction(BigInt([...text].length)); },
  blank: (parts, run) => run(parts[0]!) === undefined,
};

const missing = new Set(['', 'could_not_observe', 'not_applicable', 'illegible']);

/** `lookup` gives what was typed; the words for missing values and blanks are unknown. `self` is the value of `.` */
export function evaluate(expression: Expression, lookup: Lookup, self?: string): Value {
  const typed = (text: string | undefined): Value => (text === undefined || missing.has(text) ? undefined : (parseNumber(text) ?? text));
  const run = (node: Node): Value => {
    switch (node.kind) {
      case 'value': return node.value;
      case 'name': return typed(lookup(node.name));
      case 'self': return typed(self);
      case 'call': return functions[node.name]!(node.parts, run);
      case 'minus': { const value = asNumber(run(node.of)); return value && {n: -value.n, d: value.d}; }
      case 'binary': {
        const left = run(node.left);
        if (node.operator === 'and' || node.operator === 'or') {
          const decides = node.operator === 'or';
          const [a, b] = [asTruth(left), asTruth(run(node.right))];
          return a === decides || b === decides ? decides : a === undefined || b === undefined ? undefined : !decides;
        }
        const right = run(node.right);
        if (/^(=|!=|[<>]=?)$/.test(node.operator)) return compare(node.operator, left, right);
        const [a, b] = [asNumber(left), asNumber(right)];
        return a && b ? arithmetic(node.operator, a, b) : undefined;
      }
    }
  };
  return run(expression.node);
}

/** true, false, or undefined for unknown. */
export const holds = (source: string, lookup: Lookup, self?: string): boolean | undefined => asTruth(evaluate(parse(source), lookup, self));
export const valueText = asText;
/** Both sides of an equation `a = b`, for "411 is not 412". */
export function sides(expression: Expression, lookup: Lookup): [Fraction, Fraction] | undefined {
  const {node, names} = expression;
  if (node.kind !== 'binary') return undefined;
  const [a, b] = [node.left, node.right].map((side) => asNumber(evaluate({node: side, names}, lookup)));
  return a && b ? [a, b] : undefined;
}
