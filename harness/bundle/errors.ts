// The bundler's errors as diagnostics: one sentence each, in the student's own lines.

import { stripVTControlCharacters } from 'node:util';
import type { Diagnostic } from '../result.ts';
import { SUBMISSION_PREFIX } from './place.ts';

/** No file gets more diagnostics than anyone reads. */
export const MOST_DIAGNOSTICS = 10;

interface BuildError {
  message: string;
  id?: string;
  loc?: { line: number; column: number; file?: string };
}

/** What a failed build says; a fault that is not the student's is thrown on. */
export function buildErrors(error: unknown, entry: string): Diagnostic[] {
  const errors = (error as { errors?: BuildError[] }).errors;
  if (!Array.isArray(errors)) throw error;
  return errors.slice(0, MOST_DIAGNOSTICS).map((one) => ({
    file: fileOf(one) ?? entry,
    line: one.loc?.line ?? 1,
    column: (one.loc?.column ?? 0) + 1,
    message: sentenceOf(one.message),
    severity: 'error',
  }));
}

/** The file that an error names, of JSON only in the picture it draws. */
function fileOf({ id, loc, message }: BuildError): string | null {
  const named = [id, loc?.file].find((name) => name?.startsWith(SUBMISSION_PREFIX));
  const drawn = /submission\/(\S+?):\d+:\d+/.exec(stripVTControlCharacters(message))?.[1];
  return named?.slice(SUBMISSION_PREFIX.length) ?? drawn ?? null;
}

/** The first line, without colours and the code before it: the rest draws the source again. */
function sentenceOf(message: string): string {
  const [first = ''] = stripVTControlCharacters(message).split('\n');
  const sentence = first.replace(/^\[\w+\]\s*/, '').replaceAll(SUBMISSION_PREFIX.slice(1), '');
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
