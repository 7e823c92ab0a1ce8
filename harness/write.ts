// Writes a result in the formats asked for; result.json is checked against its own schema first.

import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { exercismReport } from '../reports/exercism.ts';
import { gradescopeReport } from '../reports/gradescope.ts';
import { htmlReport } from '../reports/html.ts';
import { junitReport } from '../reports/junit.ts';
import type { Result } from './result.ts';
import { writeClassroom50, type Classroom50 } from './write/classroom50.ts';
import { writeClassroom, writeSummary } from './write/runner.ts';

/** In the order in which they are written and named. */
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

interface Reports {
  root: string;
  out: string;
  result: Result;
  formats: readonly Format[];
  /** What the format classroom50 needs beside the result. */
  classroom50?: Classroom50 | null;
}

/** Writes each format into `out` and gives the paths. Throws where the disk or the result itself is at fault. */
export async function writeReports({ root, out, result, formats, ...more }: Reports): Promise<string[]> {
  validate(root, result);
  const { classroom50 = null } = more;
  const inOut = (name: string) => (text: string) => [writeWhole(path.join(out, name), text)];
  const writers: Record<Format, () => string[] | Promise<string[]>> = {
    html: async () => inOut('index.html')(await htmlReport(path.join(root, 'reports', 'templates'))(result)),
    json: () => inOut('result.json')(`${JSON.stringify(result, null, 2)}\n`),
    junit: () => inOut('junit.xml')(junitReport(result)),
    gradescope: () => inOut('gradescope/results.json')(gradescopeReport(result)),
    exercism: () => inOut('exercism/results.json')(exercismReport(result)),
    classroom: () => writeClassroom(result, inOut('classroom.txt')),
    classroom50: () => writeClassroom50({ root, out, result, classroom50 }, writeWhole),
    summary: () => writeSummary(result, inOut('summary.md')),
  };
  mkdirSync(out, { recursive: true });
  const written: string[] = [];
  for (const format of new Set(formats)) written.push(...(await writers[format]()));
  return written;
}

let validator: ValidateFunction | null = null;

function validate(root: string, result: Result): void {
  const schema = path.join(root, 'docs', 'result.schema.json');
  validator ??= new Ajv({ allErrors: true, validateSchema: false }).compile(
    JSON.parse(readFileSync(schema, 'utf8')) as object,
  );
  if (validator(result)) return;
  const [first] = validator.errors ?? [];
  throw new Error(`The result does not match its schema: ${first?.instancePath} ${first?.message}.`);
}

/** Never half a file: written beside it under a name that nobody can have taken, then renamed. */
function writeWhole(file: string, text: string): string {
  const beside = `${file}.${randomUUID()}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(beside, text, { flag: 'wx' });
  renameSync(beside, file);
  return file;
}

/** The result as every report shows it: where it would be too large a file, what was printed is cut, then figures are left out. */
export function withinLimit(result: Result): Result {
  if (isWithinLimit(result)) return result;
  const share = Math.floor(RESULT_LIMIT / 4 / Math.max(1, result.exercises.length) / 6); // \u0000 takes six bytes
  const exercises = result.exercises.map((exercise) => ({
    ...exercise,
    output: exercise.output.length > share ? `${exercise.output.slice(0, share)}\n[cut]` : exercise.output,
  }));
  const shorter = { ...result, exercises };
  if (isWithinLimit(shorter)) return shorter;
  return { ...result, exercises: exercises.map((exercise) => ({ ...exercise, figures: [] })) };
}

function isWithinLimit(result: Result): boolean {
  return Buffer.byteLength(JSON.stringify(result, null, 2)) <= RESULT_LIMIT;
}
