// The expression language of forms, checks and figures (docs/formats/expression.md), as src/expression evaluates it. Numbers are exact
// fractions, never doubles; a blank makes what uses it blank, which is neither yes nor no.
export interface Fraction { n: bigint; d: bigint }
export type Group = (Fraction | undefined)[];
/** undefined is blank. */
export type Value = Fraction | string | boolean | Group | undefined;

/** What is wrong with an expression, and at which character (from 1). */
export class Problem extends Error {
  constructor(readonly code: string, readonly position: number) { super(`${code} at ${position}`); }
}

const names = {abs: [1, 1], coalesce: [2, 2], count: [1, 1], 'count-selected': [1, 1], false: [0, 0], if: [3, 3], int: [1, 1], max: [1, 1000],
               min: [1, 1000], not: [1, 1], round: [1, 2], selected: [2, 2], sum: [1, 1000], true: [0, 0]} as const;
type FunctionName = keyof typeof names;
const binding: Record<string, number> = {or: 1, and: 2, '=': 3, '!=': 3, '<': 4, '<=': 4, '>': 4, '>=': 4, '+': 5, '-': 5, '*': 6, div: 6, mod: 6};
const isComparison = (operator: string): boolean => binding[operator] === 3 || binding[operator] === 4;
const deepest = 100, tallest = 200, longestNumber = 30, longestExpression = 10_000;

type Kind = 'number' | 'text' | 'name' | 'self' | 'word' | 'sign' | 'end';
interface Token { kind: Kind; text: string; at: number; size: number }
interface Node { kind: 'number' | 'text' | 'name' | 'self' | 'minus' | 'binary' | 'call'; text: string; at: number; height: number; children: Node[]; number?: Fraction }
export interface Expression { node: Node; names: string[] }

const gcd = (a: bigint, b: bigint): bigint => { while (b !== 0n) [a, b] = [b, a % b]; return a < 0n ? -a : a; };
export function fraction(n: bigint, d = 1n): Fraction {
  const g = gcd(n, d) * (d < 0n ? -1n : 1n);
  return {n: n / g, d: d / g};
}
const isNumber = (value: Value): value is Fraction => typeof value === 'object' && !Array.isArray(value);
const isGroup = (value: Value): value is Group => Array.isArray(value);
const kind = (value: Value): string => (value === undefined ? 'blank' : isGroup(value) ? 'group' : typeof value === 'object' ? 'number' : typeof value);
const sameOrder = (a: Fraction, b: Fraction): number => { const x = a.n * b.d - b.n * a.d; return x < 0n ? -1 : x > 0n ? 1 : 0; };

/** A plain decimal number as a fraction; undefined for other text. */
export function parseNumber(text: string): Fraction | undefined {
  const parts = /^\s*(-?)(\d*)(?:\.(\d*))?\s*$/.exec(text);
  if (!parts || (!parts[2] && !parts[3])) return undefined;
  const decimals = parts[3] ?? '';
  return fraction(BigInt(parts[1]! + parts[2]! + decimals), 10n ** BigInt(decimals.length));
}

function tokens(source: string): Token[] {
  if (new TextEncoder().encode(source).length > longestExpression) throw new Problem('too_long', longestExpression + 1);
  const text = [...source];
  const out: Token[] = [];
  const isDigit = (c: string | undefined): boolean => c !== undefined && /^[0-9]$/.test(c);
  const isLetter = (c: string | undefined): boolean => c !== undefined && /^[A-Za-z_]$/.test(c);
  let at = 0;
  const push = (kind: Kind, value: string, size: number): void => { out.push({kind, text: value, at, size}); at += size; };
  while (at < text.length) {
    const c = text[at]!;
    const following = text[at + 1];
    if (' \t\r\n'.includes(c)) { ++at; continue; }
    if (isDigit(c) || (c === '.' && isDigit(following))) {
      let end = at;
      while (isDigit(text[end])) ++end;
      if (text[end] === '.') { ++end; while (isDigit(text[end])) ++end; }
      if (end - at > longestNumber) throw new Problem('number_too_long', at + 1);
      push('number', text.slice(at, end).join(''), end - at);
    } else if (c === '.') push('self', c, 1);
    else if (c === '$' && following === '{') {
      const close = text.indexOf('}', at);
      if (close < 0) throw new Problem('unterminated_name', at + 1);
      const name = text.slice(at + 2, close);
      const wrong = isLetter(name[0]) ? name.findIndex((letter) => !/^[A-Za-z0-9_.-]$/.test(letter)) : 0;
      if (wrong >= 0) throw new Problem('bad_name', at + 3 + wrong);
      push('name', name.join(''), close + 1 - at);
    } else if (c === "'" || c === '"') {
      const close = text.indexOf(c, at + 1);
      if (close < 0) throw new Problem('unterminated_string', at + 1);
      push('text', text.slice(at + 1, close).join(''), close + 1 - at);
    } else if (isLetter(c)) {
      let end = at;
      while (isLetter(text[end]) || isDigit(text[end]) || text[end] === '-') ++end;
      push('word', text.slice(at, end).join(''), end - at);
    } else if ('!<>'.includes(c) && following === '=') push('sign', c + '=', 2);
    else if ('+-*=<>(),'.includes(c)) push('sign', c, 1);
    else throw new Problem('unexpected_character', at + 1);
  }
  push('end', '', 1);
  return out;
}

export function parse(source: string): Expression {
  const list = tokens(source);
  const used: string[] = [];
  let at = 0;
  const token = (): Token => list[at]!;
  const isSign = (text: string): boolean => token().kind === 'sign' && token().text === text;
  const complain = (): Problem => new Problem(token().kind === 'end' ? 'unexpected_end' : 'unexpected_token', token().at + 1);
  const level = (): number => (token().kind === 'sign' || token().kind === 'word' ? (binding[token().text] ?? 0) : 0);
  function made(kind: Node['kind'], of: Token, children: Node[], number?: Fraction): Node {
    const height = Math.max(0, ...children.map((child) => child.height));
    if (height >= tallest) throw new Problem('too_deep', of.at + 1);
    return {kind, text: of.text, at: of.at, height: height + 1, children, ...(number ? {number} : {})};
  }
  function binary(least: number, depth: number): Node {
    let left = unary(depth);
    let compared = false;
    while (level() >= least && level() > 0) {
      const operator = token();
      const comparison = isComparison(operator.text);
      if (comparison && compared) throw new Problem('chained_comparison', operator.at + 1);
      const next = comparison ? 5 : level() + 1;
      ++at;
      left = made('binary', operator, [left, binary(next, depth)]);
      compared = comparison;
    }
    return left;
  }
  function unary(depth: number): Node {
    if (depth > deepest) throw new Problem('too_deep', token().at + 1);
    if (!isSign('-')) return primary(depth);
    const minus = token();
    ++at;
    return made('minus', minus, [unary(depth + 1)]);
  }
  function primary(depth: number): Node {
    const first = token();
    if (first.kind === 'word') return call(depth);
    if (first.kind === 'end' || (first.kind === 'sign' && first.text !== '(')) throw complain();
    ++at;
    if (first.kind === 'sign') {
      const inner = binary(1, depth + 1);
      if (!isSign(')')) throw complain();
      ++at;
      return inner;
    }
    if (first.kind === 'name' && !used.includes(first.text)) used.push(first.text);
    return made(first.kind as Node['kind'], first, [], first.kind === 'number' ? parseNumber(first.text) : undefined);
  }
  function call(depth: number): Node {
    const name = token();
    if (level() > 0) throw complain();
    if (!Object.hasOwn(names, name.text)) throw new Problem('unknown_function', name.at + 1);
    ++at;
    if (!isSign('(')) throw complain();
    ++at;
    const children: Node[] = [];
    while (!isSign(')')) {
      if (children.length > 0) { if (!isSign(',')) throw complain(); ++at; }
      children.push(binary(1, depth + 1));
    }
    ++at;
    const [least, most] = names[name.text as FunctionName];
    if (children.length < least || children.length > most) throw new Problem('wrong_argument_count', name.at + 1);
    return made('call', name, children);
  }
  const node = binary(1, 0);
  if (token().kind !== 'end') throw complain();
  return {node, names: used};
}

/** The value of a name, or null for a name that the form does not have. */
export type Lookup = (name: string) => Value | null;

export function evaluate(expression: Expression, lookup: Lookup, self?: Value): Value {
  const mismatch = (node: Node): Problem => new Problem('type_mismatch', node.at + 1);
  function any(node: Node): Value {
    switch (node.kind) {
      case 'number': return node.number;
      case 'text': return node.text === '' ? undefined : node.text;
      case 'name': {
        const value = lookup(node.text);
        if (value === null) throw new Problem('unknown_name', node.at + 1);
        return value;
      }
      case 'self': return self;
      case 'minus': { const value = number(node.children[0]!); return value && {n: -value.n, d: value.d}; }
      case 'binary': return binary(node);
      case 'call': return call(node, node.children);
    }
  }
  function single(node: Node): Exclude<Value, Group> {
    const value = any(node);
    if (isGroup(value)) throw new Problem('group_as_value', node.at + 1);
    return value;
  }
  function number(node: Node): Fraction | undefined {
    const value = single(node);
    if (value !== undefined && !isNumber(value)) throw mismatch(node);
    return value;
  }
  function truth(node: Node): boolean | undefined {
    const value = single(node);
    if (value !== undefined && typeof value !== 'boolean') throw mismatch(node);
    return value;
  }
  function binary(node: Node): Value {
    const [left, right] = node.children as [Node, Node];
    if (node.text === 'and' || node.text === 'or') {
      const decides = node.text === 'or';
      const a = truth(left);
      if (a === decides) return decides;
      const b = truth(right);
      return b === decides ? decides : a === undefined || b === undefined ? undefined : !decides;
    }
    if (isComparison(node.text)) return compare(node, left, right);
    const [a, b] = [number(left), number(right)];
    if (!a || !b) return undefined;
    switch (node.text) {
      case '+': return fraction(a.n * b.d + b.n * a.d, a.d * b.d);
      case '-': return fraction(a.n * b.d - b.n * a.d, a.d * b.d);
      case '*': return fraction(a.n * b.n, a.d * b.d);
      case 'div': return b.n === 0n ? undefined : fraction(a.n * b.d, a.d * b.n);
      default: {
        if (b.n === 0n) return undefined;
        const whole = (a.n * b.d) / (a.d * b.n);
        return fraction(a.n * b.d - b.n * whole * a.d, a.d * b.d);
      }
    }
  }
  /** x = '' asks whether x is blank; that alone is never blank itself. */
  function compare(node: Node, left: Node, right: Node): Value {
    const [a, b] = [single(left), single(right)];
    const equality = node.text === '=' || node.text === '!=';
    if (equality && [left, right].some((side) => side.kind === 'text' && side.text === '')) return (a === undefined && b === undefined) === (node.text === '=');
    if (a === undefined || b === undefined) return undefined;
    if (kind(a) !== kind(b)) throw mismatch(node);
    if (equality) return (isNumber(a) && isNumber(b) ? sameOrder(a, b) === 0 : a === b) === (node.text === '=');
    if (!isNumber(a) || !isNumber(b)) throw mismatch(node);
    const o = sameOrder(a, b);
    return node.text === '<' ? o < 0 : node.text === '<=' ? o <= 0 : node.text === '>' ? o > 0 : o >= 0;
  }
  function texts(nodes: Node[]): string[] | undefined {
    const values = nodes.map((node) => {
      const value = single(node);
      if (value !== undefined && typeof value !== 'string') throw mismatch(node);
      return value;
    });
    return values.includes(undefined) ? undefined : (values as string[]);
  }
  function call(node: Node, parts: Node[]): Value {
    switch (node.text as FunctionName) {
      case 'true': return true;
      case 'false': return false;
      case 'not': { const value = truth(parts[0]!); return value === undefined ? undefined : !value; }
      case 'if': { const value = truth(parts[0]!); return value === undefined ? undefined : any(parts[value ? 1 : 2]!); }
      case 'coalesce': { const value = single(parts[0]!); return value === undefined ? single(parts[1]!) : value; }
      case 'selected': { const found = texts(parts); return found && found[0]!.split(' ').filter(Boolean).includes(found[1]!); }
      case 'count-selected': { const found = texts(parts); return found && fraction(BigInt(found[0]!.split(' ').filter(Boolean).length)); }
      case 'abs': { const value = number(parts[0]!); return value && {n: value.n < 0n ? -value.n : value.n, d: value.d}; }
      case 'int': { const value = number(parts[0]!); return value && fraction(value.n / value.d); }
      case 'round': {
        const value = number(parts[0]!);
        const decimals = parts[1] ? number(parts[1]) : fraction(0n);
        if (!value || !decimals) return undefined;
        if (decimals.n < 0n || decimals.d !== 1n || decimals.n > 12n) throw mismatch(parts[1]!);
        const scale = 10n ** decimals.n;
        const [n, d] = [value.n * scale * 2n + value.d, value.d * 2n];  // half goes up, also below zero
        return fraction(n / d - (n < 0n && n % d !== 0n ? 1n : 0n), scale);
      }
      case 'count': {
        const group = any(parts[0]!);
        if (!isGroup(group)) throw new Problem('not_a_group', parts[0]!.at + 1);
        return fraction(BigInt(group.filter((member) => member !== undefined).length));
      }
      default: return ofMany(node.text, parts);
    }
  }
  function ofMany(name: string, parts: Node[]): Value {
    const all: Group = [];
    for (const part of parts) {
      const value = any(part);
      if (isGroup(value)) all.push(...value);
      else if (value === undefined || isNumber(value)) all.push(value);
      else throw mismatch(part);
    }
    if (all.includes(undefined)) return undefined;
    const known = all as Fraction[];
    if (name === 'sum') return known.reduce((a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d), fraction(0n));
    return known.length === 0 ? undefined : known.reduce((a, b) => (sameOrder(a, b) < 0 === (name === 'min') ? a : b));
  }
  return any(expression.node);
}

const missing = new Set(['', 'could_not_observe', 'not_applicable', 'illegible']);
/** What was typed into a form, as a value: blanks and the words for missing values are blank, figures are numbers. */
export const typed = (text: string | undefined): Value => (text === undefined || missing.has(text) ? undefined : (parseNumber(text) ?? text));

/** Yes, no, or undefined for blank. `answers` gives what was typed under a name. */
export function holds(source: string, answers: (name: string) => string | undefined, self?: string): boolean | undefined {
  const value = evaluate(parse(source), (name) => typed(answers(name)), typed(self));
  return typeof value === 'boolean' ? value : undefined;
}

/** Both sides of an equation or comparison, for "411 is not 412"; undefined where either is blank or no number. */
export function sides(expression: Expression, lookup: Lookup): [Fraction, Fraction] | undefined {
  if (expression.node.kind !== 'binary' || !isComparison(expression.node.text)) return undefined;
  const [a, b] = expression.node.children.map((node) => evaluate({node, names: expression.names}, lookup));
  return isNumber(a) && isNumber(b) ? [a, b] : undefined;
}

export const valueText = (value: Fraction): string => (value.d === 1n ? String(value.n) : `${value.n}/${value.d}`);
