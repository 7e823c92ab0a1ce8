// Writes a result in the formats asked for; result.json is checked against its own schema first.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { htmlReport } from '../reports/html.ts';
import type { Result } from './result.ts';

export const FORMATS = ['html', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** A result file gets no larger: what students printed is cut first (bytes). */
const RESULT_LIMIT = 1024 * 1024;

interface Reports {
  root: string;
  out: string;
  result: Result;
  formats: readonly Format[];
}

/** Writes each format into `out` and gives the paths. Throws where the disk or the result itself is at fault. */
export async function writeReports({ root, out, result, formats }: Reports): Promise<string[]> {
  validate(root, result);
  const writers: Record<Format, () => string | Promise<string>> = {
    json: () => writeWhole(path.join(out, 'result.json'), `${JSON.stringify(result, null, 2)}\n`),
    html: async () => {
      const page = await htmlReport(path.join(root, 'reports', 'templates'))(result);
      return writeWhole(path.join(out, 'index.html'), page);
    },
  };
  mkdirSync(out, { recursive: true });
  const written: string[] = [];
  for (const format of new Set(formats)) written.push(await writers[format]());
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

/** Never half a file: written beside it, then renamed. */
export function writeWhole(file: string, text: string): string {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, text);
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
