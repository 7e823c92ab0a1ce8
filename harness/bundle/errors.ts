// The bundler's errors as diagnostics: one sentence each, in the student's own lines.

import { stripVTControlCharacters } from 'node:util';
import type { Diagnostic } from '../result.ts';
import { SUBMISSION_PREFIX } from './place.ts';

/** No file gets more diagnostics than anyone reads. */
const MOST_DIAGNOSTICS = 10;

interface BuildError {
  message: string;
  id?: string;
  loc?: { line: number; column: number };
}

/** What a failed build says; a fault that is not the student's is thrown on. */
export function buildErrors(error: unknown, entry: string): Diagnostic[] {
  const errors = (error as { errors?: BuildError[] }).errors;
  if (!Array.isArray(errors)) throw error;
  return errors.slice(0, MOST_DIAGNOSTICS).map((one) => ({
    file: one.id?.startsWith(SUBMISSION_PREFIX) ? one.id.slice(SUBMISSION_PREFIX.length) : entry,
    line: one.loc?.line ?? 1,
    column: (one.loc?.column ?? 0) + 1,
    message: sentenceOf(one.message),
    severity: 'error',
  }));
}

/** The first line, without colours and the code before it: the rest draws the source again. */
function sentenceOf(message: string): string {
  const [first = ''] = stripVTControlCharacters(message).split('\n');
  const sentence = first.replace(/^\[\w+\]\s*/, '').replaceAll(SUBMISSION_PREFIX.slice(1), '');
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
