// Writes a result in the formats asked for; result.json is checked against its own schema first.

import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { exercismReport } from '../reports/exercism.ts';
import { gradescopeReport } from '../reports/gradescope.ts';
import { htmlReport } from '../reports/html.ts';
import { junitReport } from '../reports/junit.ts';
import type { ExerciseResult, Result } from './result.ts';
import { writeClassroom50, type Classroom50 } from './write/classroom50.ts';
import { writeClassroom, writeSummary } from './write/runner.ts';

/** Every format, in the order in which messages and the help name them. */
export const FORMATS = [
  'html',
  'json',
  'junit',
  'gradescope',
  'exercism',
  'classroom',
  'classroom50',
  'summary',
] as const;
export type Format = (typeof FORMATS)[number];

/** A result file gets no larger: what students printed is cut first (bytes). */
const RESULT_LIMIT = 1024 * 1024;
/** The longest message of bundler or compiler; theirs have some hundred (characters). */
const DIAGNOSTIC_LIMIT = 2_000;
/** Of a file that is too large even so, every text keeps so much (characters). */
const TEXT_KEPT = 200;
/** Of a file that is too large, what was printed keeps this share, all exercises together. */
const PRINTED_SHARE = 1 / 4;
/** JSON writes a control character in so many bytes: `\u0000`. */
const BYTES_A_CHARACTER = 6;

interface Reports {
  root: string;
  out: string;
  result: Result;
  formats: readonly Format[];
  /** What the format classroom50 needs beside the result. */
  classroom50?: Classroom50 | null;
}

/** Some formats could not be written; the others were, so that the grading is not lost. */
export class Unwritten extends Error {
  override name = 'Unwritten';
  readonly written: readonly string[];

  constructor(cause: unknown, written: readonly string[]) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.written = written;
  }
}

/** Writes each format into `out` and gives the paths. Throws Unwritten after the others where the disk fails at one. */
export async function writeReports(reports: Reports): Promise<string[]> {
  const { root, out, result, formats, classroom50 = null } = reports;
  validate(root, result);
  const inOut = (name: string) => (text: string) => [writeWhole(path.join(out, name), text)];
  const writers: Record<Format, () => string[] | Promise<string[]>> = {
    html: async () => inOut('index.html')(await page(root)(result)),
    json: () => inOut('result.json')(textOf(result)),
    junit: () => inOut('junit.xml')(junitReport(result)),
    gradescope: () => inOut('gradescope/results.json')(gradescopeReport(result)),
    exercism: () => inOut('exercism/results.json')(exercismReport(result)),
    classroom: () => writeClassroom(result, inOut('classroom.txt')),
    classroom50: () => writeClassroom50({ root, out, result, classroom50 }, writeWhole),
    summary: () => writeSummary(result, inOut('summary.md')),
  };
  mkdirSync(out, { recursive: true });
  const written: string[] = [];
  const failures: unknown[] = [];
  for (const format of new Set(formats)) {
    try {
      written.push(...(await writers[format]()));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new Unwritten(failures[0], written);
  return written;
}

/** By the project's folder: templates are compiled when they are first used, once for all reports of a process. */
const pages = new Map<string, ReturnType<typeof htmlReport>>();

function page(root: string): ReturnType<typeof htmlReport> {
  const made = pages.get(root) ?? htmlReport(path.join(root, 'reports', 'templates'));
  pages.set(root, made);
  return made;
}

let validator: ValidateFunction | null = null;

function validate(root: string, result: Result): void {
  const schema = path.join(root, 'docs', 'result.schema.json');
  validator ??= new Ajv({ validateSchema: false, code: { optimize: false } }).compile(
    JSON.parse(readFileSync(schema, 'utf8')) as object,
  );
  if (validator(result)) return;
  const [first] = validator.errors ?? [];
  throw new Error(`The result does not match its schema: ${first?.instancePath} ${first?.message}.`);
}

/** Never half a file: written beside it under a name that nobody can have taken, then renamed. */
export function writeWhole(file: string, text: string | Iterable<string>): string {
  const beside = `${file}.${randomUUID()}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    if (typeof text === 'string') writeFileSync(beside, text, { flag: 'wx' });
    else writePieces(beside, text);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return file;
}

function writePieces(file: string, pieces: Iterable<string>): void {
  const descriptor = openSync(file, 'wx');
  try {
    for (const piece of pieces) writeFileSync(descriptor, piece);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The result as every report shows it, with short messages of bundler and compiler, which quote what a student wrote: where it
 * would be too large a file, what was printed is cut, then figures are left out, then every message is cut.
 */
export function withinLimit(given: Result): Result {
  const result = {
    ...given,
    exercises: given.exercises.map((exercise) => withShortMessages(exercise, DIAGNOSTIC_LIMIT)),
  };
  if (isWithinLimit(result)) return result;
  const most = (RESULT_LIMIT * PRINTED_SHARE) / BYTES_A_CHARACTER;
  const share = Math.floor(most / Math.max(1, result.exercises.length)); // characters
  const exercises = result.exercises.map((exercise) => ({
    ...exercise,
    output: exercise.output.length > share ? `${exercise.output.slice(0, share)}\n[cut]` : exercise.output,
  }));
  const shorter = { ...result, exercises };
  if (isWithinLimit(shorter)) return shorter;
  const bare = { ...result, exercises: exercises.map((exercise) => ({ ...exercise, figures: [] })) };
  if (isWithinLimit(bare)) return bare;
  return { ...bare, exercises: bare.exercises.map((exercise) => withShortMessages(exercise, TEXT_KEPT)) };
}

function withShortMessages(exercise: ExerciseResult, most: number): ExerciseResult {
  const short = <T extends { message: string | null }>(each: T): T => {
    const { message } = each;
    return message !== null && message.length > most
      ? { ...each, message: `${message.slice(0, most)}...` }
      : each;
  };
  const { diagnostics, checks } = exercise;
  return { ...short(exercise), diagnostics: diagnostics.map(short), checks: checks.map(short) };
}

function isWithinLimit(result: Result): boolean {
  return Buffer.byteLength(textOf(result)) <= RESULT_LIMIT;
}

/** What result.json holds. */
function textOf(result: Result): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
