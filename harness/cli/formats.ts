// Which formats a grading is written in, by --format, --ci and the environment.

import path from 'node:path';
import { FORMATS, type Format } from '../write.ts';
import { malformedVariable, missingVariables, taskFrom, type Classroom50 } from '../write/classroom50.ts';
import { commitDate } from '../write/commitDate.ts';
import { fromCaller, oneOf, UsageError } from './usage.ts';

const DEFAULT: readonly Format[] = ['html', 'json'];
const IN_CI: readonly Format[] = ['json', 'html', 'classroom', 'classroom50', 'summary'];

export interface Chosen {
  formats: Format[];
  classroom50: Classroom50 | null;
}

interface Words {
  format?: string | undefined;
  ci: boolean;
}

/**
 * What to write of the submission in `folder`, into `out`. A UsageError for an unknown format, and where Classroom 50 is asked
 * for by name and something it needs is missing; what a CI job cannot mend is said there, and costs nobody the grade.
 */
export function chooseFormats({ format, ci }: Words, folder: string, out: string): Chosen {
  const named = format?.split(',').map((each) => oneOf('format', each.trim(), FORMATS));
  const formats = [...new Set(named ?? (ci ? IN_CI : DEFAULT))];
  if (!formats.includes('classroom50')) return { formats, classroom50: null };
  const missing = missingVariables(process.env);
  if (missing.length > 0 && named === undefined)
    return { formats: formats.filter((each) => each !== 'classroom50'), classroom50: null };
  if (missing.length > 0)
    throw new UsageError(
      `--format classroom50 needs what a Classroom 50 run sets: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set.`,
    );
  const malformed = malformedVariable(process.env);
  if (malformed === null) return { formats, classroom50: classroom50For({ formats, ci }, folder, out) };
  if (!ci) throw new UsageError(malformed);
  process.stderr.write(`${malformed} Its result is left out.\n`);
  return { formats: formats.filter((each) => each !== 'classroom50'), classroom50: null };
}

function classroom50For(
  { formats, ci }: { formats: readonly Format[]; ci: boolean },
  folder: string,
  out: string,
): Classroom50 {
  const workspace = ci ? fromCaller('.') : null;
  if (formats.includes('json') && path.resolve(out) === workspace)
    throw new UsageError(
      `--out ${out} is where Classroom 50 looks for a result.json of its own: name another folder.`,
    );
  return { task: taskOf(folder, ci), workspace };
}

/** The commit is that of the submission, else of where npm was called: Classroom 50 runs its grader in the checkout. */
function taskOf(folder: string, ci: boolean): Classroom50['task'] {
  const datetime = commitDate(folder) ?? commitDate(fromCaller('.'));
  if (datetime !== null) return taskFrom(process.env, datetime);
  const wanted = `Classroom 50 wants the date of the graded commit, and git finds none in ${folder}`;
  if (!ci) throw new UsageError(`${wanted}: grade a checkout.`);
  // In a CI job a date that nobody knows is no reason to leave a student without a grade.
  process.stderr.write(`${wanted}: it gets the time of this grading.\n`);
  return taskFrom(process.env, new Date().toISOString().replace(/\.\d+Z$/, 'Z'));
}
