// Annotations of a CI job: what is wrong, at its line in the student's file.

import type { CheckResult, ExerciseResult, Result } from '../harness/result.ts';
import { lineOf } from './annotations/place.ts';
import { explanation } from './checks.ts';
import { cutTo } from './cut.ts';
import { points } from './numbers.ts';
import { plainResult } from './plainText.ts';
import { runnerCommand, withoutCommands } from './runnerText.ts';

/** A runner shows about ten annotations of a kind for a step; the rest is only in the log. */
const SHOWN = 10;

const MESSAGE_LIMIT = 1000; // characters
const TITLE_LIMIT = 150; // characters

/** The sources that were graded, and where they lie as the runner's checkout sees it. */
export interface Sources {
  files: ReadonlyMap<string, string>;
  /** Path of the submission relative to the repository, with `/` between folders; empty for its root. */
  folder: string;
}

interface Annotation {
  file: string | null;
  line: number | null;
  column: number | null;
  title: string;
  message: string;
}

/** Commands for a runner, one a line: at most ten errors, those of every exercise before a second of one, then warnings. */
export function annotations(result: Result, sources: Sources): string {
  const coreFirst = plainResult(result).exercises.toSorted((a, b) => Number(a.bonus) - Number(b.bonus));
  const errors = inTurns(coreFirst.map((exercise) => errorsOf(exercise, sources)));
  const warnings = inTurns(coreFirst.map((exercise) => diagnosticsOf(exercise, 'warning')));
  return [
    ...errors.slice(0, SHOWN).map((each) => commandOf('error', each, sources)),
    ...warnings.slice(0, SHOWN).map((each) => commandOf('warning', each, sources)),
  ].join('');
}

function commandOf(command: 'error' | 'warning', annotation: Annotation, { folder }: Sources): string {
  const { file, line, column, title, message } = annotation;
  const path = file === null || folder === '' ? file : `${folder}/${file}`;
  const place = { file: path, line, ...(column === null ? {} : { col: column }) };
  const properties = { ...place, title: cutTo(title.replaceAll(/\s+/g, ' '), TITLE_LIMIT) };
  return `${runnerCommand(command, properties, withoutCommands(cutTo(message, MESSAGE_LIMIT)))}\n`;
}

/** What is ours has no place in a student's file; what is not begun is no error. */
function errorsOf(exercise: ExerciseResult, sources: Sources): Annotation[] {
  const { id, title, status, message } = exercise;
  if (status === 'not-started' || status === 'passed') return [];
  const ours = {
    file: null,
    line: null,
    column: null,
    title: `${id} could not be graded`,
    message: message ?? '',
  };
  if (status === 'errored') return [ours];
  const found = diagnosticsOf(exercise, 'error');
  const failed = exercise.checks
    .filter(isTold(exercise))
    .map((check) => annotationOf(check, exercise, sources));
  if (found.length + failed.length > 0) return [...found, ...failed];
  return [{ ...ours, file: fileOf(exercise, sources), line: 1, title: `${id}: ${title}` }];
}

/** A check that says what the exercise says has nothing of its own to tell. */
function isTold(exercise: ExerciseResult) {
  return ({ status, message }: CheckResult) =>
    (status === 'failed' || status === 'timed-out') && message !== exercise.message;
}

function annotationOf(check: CheckResult, exercise: ExerciseResult, sources: Sources): Annotation {
  const file = fileOf(exercise, sources);
  return {
    file,
    line: lineOf(check, sources.files.get(file) ?? ''),
    column: null,
    title: `${exercise.id}: ${check.title} (${points(check.score)} of ${points(check.maxScore)})`,
    message: explanation(check, exercise),
  };
}

function diagnosticsOf(exercise: ExerciseResult, severity: 'error' | 'warning'): Annotation[] {
  const title = `${exercise.id}: ${exercise.title}`;
  return exercise.diagnostics
    .filter((diagnostic) => diagnostic.severity === severity)
    .map(({ file, line, column, message }) => ({ file, line, column, message, title }));
}

function fileOf({ id, file }: ExerciseResult, { files }: Sources): string {
  return file ?? [`${id}.ts`, `${id}.yaml`].find((name) => files.has(name)) ?? `${id}.ts`;
}

/** The first of each list, then the second of each. */
function inTurns<T>(lists: readonly T[][]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
}
