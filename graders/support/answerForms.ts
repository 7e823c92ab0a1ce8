// The forms an answer may take, each as a person would write it: a letter, letters, a number, numbers, a shape.

import { isSeq, type Node } from 'yaml';
import { cut, textOf } from './answerSheet.ts';

/** One letter, small: `b`, `B`, `(b)`, `"b"`. Null for anything else. */
export function letterIn(node: Node): string | null {
  const only = onlyItem(node);
  const [, letter] = /^\(?([a-z])\)?[.:]?$/i.exec(textOf(only) ?? '') ?? [];
  return letter?.toLowerCase() ?? null;
}

/** Letters in order: `[b, c]`, `b, c`, `b c`, `bc`, or one a line. Null for anything else. */
export function lettersIn(node: Node): string[] | null {
  if (isSeq(node)) return allOf(node.items.map((item) => letterIn(item as Node)));
  const text = bare(textOf(node) ?? '').toLowerCase();
  const letters = /^[a-z]+$/.test(text) ? text.split('') : text.split(SEPARATOR);
  return letters.every((letter) => /^[a-z]$/.test(letter)) ? letters : null;
}

/**
 * A number as `1.0986`, `"1.0986"`, `1/8`, `log 3`, `~2.3`, `203,530`; where a comma may be a decimal comma or divide
 * thousands, both readings. Empty for anything else.
 */
export function numbersMeant(node: Node): number[] {
  const text = (textOf(onlyItem(node)) ?? '').replace(/^[~≈]\s*/, '').replace('−', '-');
  const [, argument] = /^(?:log|ln)\s*\(?\s*(\d+(?:\.\d+)?)\s*\)?$/i.exec(text) ?? [];
  if (argument !== undefined) return [Math.log(Number(argument))];
  const [, above, below] = /^(-?\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (above !== undefined && below !== undefined) return finite([Number(above) / Number(below)]);
  if (/^-?\d{1,3}(?:[,_ ]\d{3})+$/.test(text))
    return [Number(text.replaceAll(/[,_ ]/g, '')), Number(text.replace(',', '.'))].filter(Number.isFinite);
  const decimal = /^[+-]?\d+,\d+$/.test(text) ? text.replace(',', '.') : text;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(decimal) ? finite([Number(decimal)]) : [];
}

/** Numbers in order: `[0.1, -0.2]`, `0.1, -0.2`, `(0.1, -0.2)`, or one a line. Null for anything else. */
export function numbersIn(node: Node): number[] | null {
  if (isSeq(node)) return allOf(node.items.map((item) => numbersMeant(item as Node)[0] ?? null));
  const parts = bare(textOf(node) ?? '').split(SEPARATOR);
  const numbers = parts.map((part) => (part === '' ? Number.NaN : Number(part)));
  return numbers.every(Number.isFinite) ? numbers : null;
}

/** A shape: `(32, 16)`, `32x16`, `[32, 16]`, `32, 16`; `(3,)` or `3` for a vector; `()` or `scalar`. Null for anything else. */
export function shapeIn(node: Node): number[] | null {
  if (isSeq(node)) {
    const [first] = node.items;
    if (node.items.length === 1 && !/^\d+$/.test(textOf(first as Node) ?? '')) return shapeIn(first as Node);
    return allOf(node.items.map((item) => sizeIn(textOf(item as Node) ?? '')));
  }
  const text = textOf(node);
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
