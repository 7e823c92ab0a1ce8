// The forms an answer may take, each as a person would write it: a letter, letters, a number, numbers, a shape.

import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { cut, textOf } from './answerSheet.ts';

/** Longest answer that is read (characters): what is longer is none. */
const LONGEST_ANSWER = 1000;

/** One letter, small: `b`, `B`, `(b)`, `b.`, `"b"`. Null for anything else. */
export function letterIn(node: Node): string | null {
  return letterOf(answerIn(onlyItem(node)) ?? '');
}

function letterOf(text: string): string | null {
  const [, letter] = /^\(?([a-z])\)?[.:,;]?$/i.exec(text) ?? [];
  return letter?.toLowerCase() ?? null;
}

/** Letters in order: `[b, c]`, `b, c`, `b c`, `bc`, `(b), (c)`, `b and c`, or one a line. Null for anything else. */
export function lettersIn(node: Node): string[] | null {
  const items = itemsIn(node);
  const [first] = items ?? [];
  if (items && !(items.length === 1 && first)) return allOf(items.map(letterIn));
  const text = bare(answerIn(first ?? node) ?? '').replace(/[,;]$/, '');
  if (/^[a-z]+$/i.test(text)) return text.toLowerCase().split('');
  return allOf(text.split(LETTER_SEPARATOR).map(letterOf));
}

/**
 * A number as `1.0986`, `"1.0986"`, `1/8`, `log 3`, `1/sqrt(392)`, `10^3`, `0x10`, `~2.3`, `203,530`, `131 parameters`, `log 3 = 1.0986`;
 * where a comma or a point may be that of decimals or divide thousands, both readings. Empty for anything else.
 */
export function numbersMeant(node: Node): number[] {
  return numbersMeantBy(answerIn(onlyItem(node)) ?? '');
}

function numbersMeantBy(written: string): number[] {
  const result = written.slice(1 + Math.max(written.lastIndexOf('='), written.lastIndexOf('≈')));
  const [, counted = result] = /^(.*\d)(?:\s+[a-z]+|\s?[x×])$/i.exec(result) ?? [];
  const whole = plainNumbersIn(result);
  return whole.length > 0 ? whole : plainNumbersIn(counted);
}

function plainNumbersIn(written: string): number[] {
  const text = written
    .trim()
    .replace(/^[~×]\s*/, '')
    .replace('−', '-');
  if (/^0(?:x[\da-f]{1,8}|o[0-7]{1,10})$/i.test(text)) return [Number(text)]; // as YAML has it
  const term = termIn(text);
  if (term !== null) return finite([term]);
  const thousands = /^-?[1-9]\d{0,2}(?:[,._ '’]\d{3})+$/.test(text)
    ? [Number(text.replaceAll(/[,._ '’]/g, ''))]
    : [];
  const decimal = /^[+-]?\d+,\d+$/.test(text) ? text.replace(',', '.') : text;
  const isPlain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(decimal);
  return finite([...(isPlain ? [Number(decimal)] : []), ...thousands]);
}

/** Longest term that is worked out (characters): each part of it is shorter than the whole. */
const LONGEST_TERM = 60;

const FUNCTIONS: Record<string, (x: number) => number> = {
  log: Math.log,
  ln: Math.log,
  sqrt: Math.sqrt,
  '√': Math.sqrt,
};

/** A quotient, power, logarithm or root of plain numbers and of such terms; null for anything else, a plain number too. */
function termIn(text: string): number | null {
  if (text === '' || text.length > LONGEST_TERM) return null;
  if (text.startsWith('-')) return negated(termIn(text.slice(1)));
  const slash = slashIn(text);
  const [, base, exponent] = /^(\d+)\s*(?:\^|\*\*)\s*(-?\d+)$/.exec(text) ?? [];
  if (base !== undefined) return Number(base) ** Number(exponent);
  if (slash < 0) return calledIn(text);
  const [over, under] = [partIn(text.slice(0, slash)), partIn(text.slice(slash + 1))];
  return over === null || under === null ? null : over / under;
}

/** `log 3`, `sqrt(2 / 784)`. */
function calledIn(text: string): number | null {
  const [, name = '', inside, plain = ''] =
    /^(?:np\.|math\.)?(log|ln|sqrt|√)\s*(?:\((.+)\)|(\d+(?:\.\d+)?))$/i.exec(text) ?? [];
  const argument = partIn(inside ?? plain);
  return argument === null ? null : (FUNCTIONS[name.toLowerCase()]?.(argument) ?? null);
}

/** Where the last slash is that stands in no brackets; -1 where none does. */
function slashIn(text: string): number {
  let [depth, last] = [0, -1];
  for (let index = 0; index < text.length; index++) {
    const letter = text[index];
    if (letter === '(') depth++;
    else if (letter === ')') depth--;
    else if (letter === '/' && depth === 0) last = index;
  }
  return last;
}

function negated(value: number | null): number | null {
  return value === null ? null : -value;
}

function partIn(text: string): number | null {
  const part = text.trim();
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(part) ? Number(part) : termIn(part);
}

/** Numbers in order: `[0.1, -0.2]`, `0.1, -0.2`, `(0.1, -0.2)`, `0,1; -0,2`, or one a line. Null for anything else. */
export function numbersIn(node: Node): number[] | null {
  if (isSeq(node)) return allOf(node.items.map((item) => numbersMeant(item as Node)[0] ?? null));
  const text = bare(answerIn(node) ?? '');
  const parts = text.split(text.includes(';') ? /\s*;\s*/ : SEPARATOR);
  return allOf(parts.map((part) => numbersMeantBy(part)[0] ?? null));
}

/** A shape: `(32, 16)`, `32x16`, `[32, 16]`, `32, 16`; `(3,)` or `3` for a vector; `()` or `scalar`. Null for anything else. */
export function shapeIn(node: Node): number[] | null {
  if (isSeq(node)) {
    const [first] = node.items;
    if (node.items.length === 1 && !/^\d+$/.test(answerIn(first as Node) ?? ''))
      return shapeIn(first as Node);
    return allOf(node.items.map((item) => sizeIn(bare(answerIn(item as Node) ?? '')))); // `[(32, 4)]` is two of them
  }
  if (isMap(node))
    return allOf((itemsIn(node) ?? [null]).map((item) => sizeIn(item ? (answerIn(item) ?? '') : '')));
  const written = answerIn(node);
  if (written === null) return null;
  const text = written.replace(/^torch\.size\((.*)\)$/i, '$1').replace(/\.$/, '');
  if (/^\(?(?:a |one |single )*(?:scalar|number)\)?(?:\s*\(\))?$/i.test(text)) return [];
  const inside = bare(text).replace(/,$/, '').trim();
  if (inside === '') return /^[([]\s*,?\s*[)\]]$/.test(text) ? [] : null;
  return allOf(inside.split(/\s*(?:[,;x×*]|\bby\b)\s*|\s+/i).map(sizeIn));
}

/** What was written, for a message. */
export function asWritten(node: Node): string {
  const text = textOf(node);
  return text === null ? (isSeq(node) ? `a list of ${node.items.length}` : 'a map') : `"${cut(text)}"`;
}

const SEPARATOR = /\s*[,;]\s*|\s+/;
const LETTER_SEPARATOR = /\s*[,;]\s*(?:and\s+)?|\s+(?:(?:and|&)\s+)?/i;

/** As far as a full-width letter stands behind its plain one. */
const FULL_WIDTH = 0xfee0;

/** What was written as one answer, in plain letters; null where that is none, or nothing that a person wrote. */
function answerIn(node: Node): string | null {
  const text = textOf(node);
  if (text === null || text.length > LONGEST_ANSWER) return null;
  return text
    .replaceAll(/[！-～]/g, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? FULL_WIDTH) - FULL_WIDTH))
    .replaceAll(/[\u00A0\u2009\u202F]/g, ' ')
    .replace(/^[“”„‘’«»]/, '')
    .replace(/[“”‘’«»]$/, '')
    .trim();
}

/** The items of a list, or of `{b, c}`, which YAML reads as a map without values; null where it is neither. */
function itemsIn(node: Node): Node[] | null {
  if (isSeq(node)) return node.items as Node[];
  if (!isMap(node)) return null;
  const isSet = node.items.every(({ value }) => value === null || (isScalar(value) && value.value === null));
  return isSet ? node.items.map(({ key }) => key as Node) : null;
}

/** The one item of a list of one: `[b]` is b. */
function onlyItem(node: Node): Node {
  return isSeq(node) && node.items.length === 1 ? (node.items[0] as Node) : node;
}

/** Without the brackets round it. */
function bare(text: string): string {
  return text.replace(/^[([]\s*/, '').replace(/\s*[)\]]$/, '');
}

function sizeIn(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function allOf<T>(values: (T | null)[]): T[] | null {
  return values.includes(null) ? null : (values as T[]);
}

function finite(numbers: number[]): number[] {
  return numbers.filter(Number.isFinite);
}
