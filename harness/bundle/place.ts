// Places in a student's own source.

/** Under this name the bundler knows a submission's files; it is taken off again before anyone reads it. */
export const SUBMISSION_PREFIX = '/submission/';

/** Line and column, both from 1, of a character offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
