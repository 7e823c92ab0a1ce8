// Where in a student's file the cause of a failed check most likely stands.

import type { CheckResult } from '../../harness/result.ts';

const NAME = /^[A-Za-z_]\w*/;
/** A longer line is no person's, and searching it could take minutes (characters). */
const LONGEST_LINE = 1000;

/**
 * The line, from 1: where the tensor that is wrong is made, inside the function that the check's title begins with; else
 * that function; else the first line.
 */
export function lineOf({ title, evidence }: CheckResult, source: string): number {
  const lines = source.split('\n').map(searched);
  const [tensor = null] = NAME.exec(evidence?.where ?? '') ?? [];
  const [word = null] = NAME.exec(title) ?? [];
  const start = word === null ? -1 : lines.findIndex((line) => declares(line, word));
  const from = Math.max(0, start);
  const after = lines.findIndex((line, index) => index > from && /^(?:export|async|function)\b/.test(line));
  const end = start < 0 || after < 0 ? lines.length : after;
  const made = tensor === null ? -1 : lines.findIndex(isMadeBetween(tensor, from, end));
  return (made >= 0 ? made : from) + 1;
}

function isMadeBetween(name: string, from: number, end: number) {
  return (line: string, index: number) => index >= from && index < end && makes(line, name);
}

function declares(line: string, name: string): boolean {
  return new RegExp(`\\b(?:function\\*?|const|let|var|class)\\s+${name}\\b`).test(line);
}

/** `dW1 = ...`, `dW1: ...` or `[dW1, db1] = ...`. */
function makes(line: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b(?:\\s*[:=](?!=)|[^=:;]*\\]\\s*=(?!=))`).test(line);
}

/** Nothing of a comment. */
function searched(line: string): string {
  return line.length > LONGEST_LINE || /^\s*(?:\/\/|\/?\*|#)/.test(line) ? '' : line;
}
