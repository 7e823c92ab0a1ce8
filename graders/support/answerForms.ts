// The forms an answer may take, each as a person would write it: a letter, letters, a number, numbers, a shape.

import { isSeq, type Node } from 'yaml';
import { cut, textOf } from './answerSheet.ts';

/** Longest answer that is read (characters): what is longer is none. */
const LONGEST_ANSWER = 1000;

/** One letter, small: `b`, `B`, `(b)`, `"b"`. Null for anything else. */
export function letterIn(node: Node): string | null {
  const only = onlyItem(node);
  const [, letter] = /^\(?([a-z])\)?[.:]?$/i.exec(answerIn(only) ?? '') ?? [];
  return letter?.toLowerCase() ?? null;
}

/** Letters in order: `[b, c]`, `b, c`, `b c`, `bc`, or one a line. Null for anything else. */
export function lettersIn(node: Node): string[] | null {
  if (isSeq(node)) return allOf(node.items.map((item) => letterIn(item as Node)));
  const text = bare(answerIn(node) ?? '').toLowerCase();
  const letters = /^[a-z]+$/.test(text) ? text.split('') : text.split(SEPARATOR);
  return letters.every((letter) => /^[a-z]$/.test(letter)) ? letters : null;
}

/**
 * A number as `1.0986`, `"1.0986"`, `1/8`, `log 3`, `1/sqrt(392)`, `0x10`, `~2.3`, `203,530`; where a comma may be a decimal
 * comma or divide thousands, both readings. Empty for anything else.
 */
export function numbersMeant(node: Node): number[] {
  return numbersMeantBy(answerIn(onlyItem(node)) ?? '');
}

function numbersMeantBy(written: string): number[] {
  const text = written.replace(/^[~≈]\s*/, '').replace('−', '-');
  if (/^0(?:x[\da-f]{1,8}|o[0-7]{1,10})$/i.test(text)) return [Number(text)]; // as YAML has it
  const term = termIn(text);
  if (term !== null) return finite([term]);
  if (/^-?\d{1,3}(?:[,_ ]\d{3})+$/.test(text))
    return [Number(text.replaceAll(/[,_ ]/g, '')), Number(text.replace(',', '.'))].filter(Number.isFinite);
  const decimal = /^[+-]?\d+,\d+$/.test(text) ? text.replace(',', '.') : text;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(decimal) ? finite([Number(decimal)]) : [];
}

/** Longest term that is worked out (characters): each part of it is shorter than the whole. */
const LONGEST_TERM = 60;

const FUNCTIONS: Record<string, (x: number) => number> = {
  log: Math.log,
  ln: Math.log,
  sqrt: Math.sqrt,
  '√': Math.sqrt,
};

/** A quotient, logarithm or root of plain numbers and of such terms; null for anything else, a plain number too. */
function termIn(text: string): number | null {
  if (text === '' || text.length > LONGEST_TERM) return null;
  if (text.startsWith('-')) return negated(termIn(text.slice(1)));
  const slash = slashIn(text);
  if (slash < 0) return calledIn(text);
  const [over, under] = [partIn(text.slice(0, slash)), partIn(text.slice(slash + 1))];
  return over === null || under === null ? null : over / under;
}

/** `log 3`, `sqrt(2 / 784)`. */
function calledIn(text: string): number | null {
  const [, name = '', inside, plain = ''] =
    /^(log|ln|sqrt|√)\s*(?:\((.+)\)|(\d+(?:\.\d+)?))$/i.exec(text) ?? [];
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

/** Numbers in order: `[0.1, -0.2]`, `0.1, -0.2`, `(0.1, -0.2)`, or one a line. Null for anything else. */
export function numbersIn(node: Node): number[] | null {
  if (isSeq(node)) return allOf(node.items.map((item) => numbersMeant(item as Node)[0] ?? null));
  const parts = bare(answerIn(node) ?? '').split(SEPARATOR);
  return allOf(parts.map((part) => numbersMeantBy(part)[0] ?? null));
}

/** A shape: `(32, 16)`, `32x16`, `[32, 16]`, `32, 16`; `(3,)` or `3` for a vector; `()` or `scalar`. Null for anything else. */
export function shapeIn(node: Node): number[] | null {
  if (isSeq(node)) {
    const [first] = node.items;
    if (node.items.length === 1 && !/^\d+$/.test(answerIn(first as Node) ?? ''))
      return shapeIn(first as Node);
    return allOf(node.items.map((item) => sizeIn(answerIn(item as Node) ?? '')));
  }
  const text = answerIn(node);
  if (text === null) return null;
  if (/^(?:a |one )?(?:scalar|number)$/i.test(text)) return [];
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

/** What was written as one answer; null where that is none, or nothing that a person wrote. */
function answerIn(node: Node): string | null {
  const text = textOf(node);
  return text !== null && text.length <= LONGEST_ANSWER ? text : null;
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
