// `npm run grade -- [ID ...]`: grade one submission, print a summary, write the reports.

import { statSync } from 'node:fs';
import path from 'node:path';
import { DEVICE_CHOICES } from '../../reference/devices.ts';
import { jsonWithoutCommands } from '../../reports/runnerText.ts';
import { readCourse, type ExerciseSpec } from '../course.ts';
import { gradeSubmission, seedOf } from '../grade.ts';
import { asPractice } from '../grade/practice.ts';
import type { Result } from '../result.ts';
import { SANDBOX_CHOICES } from '../sandbox/probe.ts';
import { readSubmission } from '../submission.ts';
import { withProtectedFiles } from '../tamper.ts';
import { withinLimit, writeReports } from '../write.ts';
import { laneBeside, serveLane } from './beside.ts';
import { chosenExercises } from './exercises.ts';
import { chooseFormats } from './formats.ts';
import { GRADE_HELP } from './help.ts';
import type { ExitCode } from './main.ts';
import { closeGrader, openGrader } from './open.ts';
import { Progress } from './progress.ts';
import { openLog } from './runnerLog.ts';
import { courseSecret } from './secret.ts';
import { showTraining } from './stepLine.ts';
import { summarise } from './summary.ts';
import { fromCaller, oneOf, readSeed, readWords, shortened, UsageError } from './usage.ts';

const OPTIONS = {
  dir: { type: 'string' },
  out: { type: 'string' },
  seed: { type: 'string' },
  device: { type: 'string', default: 'auto' },
  sandbox: { type: 'string', default: 'auto' },
  format: { type: 'string' },
  ci: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  lane: { type: 'boolean', default: false }, // as a second process of another `grade`
  help: { type: 'boolean', default: false },
} as const;

/** Grades `exercises/`, or what --dir names. */
export async function gradeCommand(words: string[], root: string): Promise<ExitCode> {
  const { values, positionals } = readWords(words, OPTIONS);
  if (values.help) {
    process.stdout.write(GRADE_HELP);
    return 0;
  }
  const device = oneOf('device', values.device, DEVICE_CHOICES);
  const sandbox = oneOf('sandbox', values.sandbox, SANDBOX_CHOICES);
  if (values.lane) {
    await serveLane({ root, device, sandbox });
    return 0;
  }
  const folder = values.dir === undefined ? path.join(root, 'exercises') : fromCaller(values.dir);
  const submission = readSubmission(folder);
  // On a student's own desk the inputs are to be had again without the course's secret.
  const seed = readSeed(values.seed) ?? (values.ci ? seedOf(submission, courseSecret()) : null);
  const out = outOf(values.out, path.join(root, 'reports', 'out', submission.id));
  const chosen = chooseFormats(values, folder, out);
  const course = readCourse(root);
  const exercises = chosenExercises(course, positionals);
  const isQuick = values.quick;
  const beside = laneBeside({ root, device, sandbox }, exercises, { submission, seed, isQuick });
  const grader = await openGrader(root, device, sandbox, course);
  const log = openLog(values);
  try {
    const progress = new Progress(exercises.length, values.ci ? { write: () => {} } : process.stderr);
    const onExercise = ({ id }: ExerciseSpec) => progress.step(`grading ${id}`);
    const stopShowing = showTraining(progress);
    const graded = await gradeSubmission(grader, submission, {
      ...{ exercises, seed, isQuick, onExercise },
      lanes: beside.lanes,
    });
    const guarded = withProtectedFiles(graded, root, folder);
    const result = withinLimit(isQuick ? asPractice(guarded) : guarded);
    stopShowing();
    progress.end();
    const written = await writeReports({ root, out, result, ...chosen });
    if (values.json) process.stdout.write(`${jsonWithoutCommands(JSON.stringify(result, null, 2))}\n`);
    else process.stdout.write(summarise(result, written.map(shortened), values.ci ? {} : process.stdout));
    log.annotate(result, submission, folder);
    return exitCodeOf(result);
  } finally {
    await Promise.all([beside.close(), closeGrader(grader)]);
    log.close();
  }
}

/** Where reports go; told before the grading, which would be lost. */
function outOf(given: string | undefined, usual: string): string {
  if (given === undefined) return usual;
  const out = fromCaller(given);
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UsageError(`--out ${given} is a file: name a folder.`);
  return out;
}

function exitCodeOf({ status }: Result): ExitCode {
  return status === 'passed' ? 0 : status === 'errored' ? 3 : 1;
}
