// `npm run grade -- [ID ...]`: grade one submission, print a summary, write the reports.

import path from 'node:path';
import { DEVICE_CHOICES, type DeviceChoice } from '../../reference/devices.ts';
import { jsonWithoutCommands } from '../../reports/runnerText.ts';
import { readCourse, type Course, type ExerciseSpec } from '../course.ts';
import { seedOf } from '../grade.ts';
import { SANDBOX_CHOICES, type SandboxChoice } from '../sandbox/probe.ts';
import { readSubmission, submissionRoot, type Submission } from '../submission.ts';
import { Unwritten, writeReports } from '../write.ts';
import { makeOutFolder } from '../write/outFolder.ts';
import { bundleAhead } from './ahead.ts';
import { laneBeside, serveLane } from './beside.ts';
import { chartsAhead } from './charts.ts';
import { chosenExercises } from './exercises.ts';
import { chooseFormats, type Chosen } from './formats.ts';
import { exitCodeOf, finished, gradeShown } from './grading.ts';
import { GRADE_HELP } from './help.ts';
import type { ExitCode } from './main.ts';
import { closeGrader, openBundler, openGrader } from './open.ts';
import { openLog } from './runnerLog.ts';
import { courseSecret } from './secret.ts';
import { summarise } from './summary.ts';
import { fromCaller, oneOf, readSeed, readWords, shortened, UsageError } from './usage.ts';

const OPTIONS = {
  dir: { type: 'string' },
  out: { type: 'string' },
  watch: { type: 'boolean', default: false },
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

type Values = ReturnType<typeof readWords<typeof OPTIONS>>['values'];

/** A grading as it was asked for, with all that can be wrong about it found. */
export interface Asked {
  root: string;
  device: DeviceChoice;
  sandbox: SandboxChoice;
  course: Course;
  exercises: readonly ExerciseSpec[];
  folder: string;
  submission: Submission;
  out: string;
  chosen: Chosen;
  /** Null derives it from the submission's content. */
  seed: number | null;
  isQuick: boolean;
}

/** Grades `exercises/`, or what --dir names; with --watch again and again. */
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
  if (values.watch && (values.ci || values.json))
    throw new UsageError('--watch is for a desk: it goes with neither --ci nor --json.');
  const asked = { root, device, sandbox, ...readAsked(values, positionals, root) };
  if (values.watch) return (await import('./watch.ts')).watchCommand(asked);
  return gradeOnce(asked, values);
}

function readAsked(
  values: Values,
  names: readonly string[],
  root: string,
): Omit<Asked, 'root' | 'device' | 'sandbox'> {
  const folder = values.dir === undefined ? path.join(root, 'exercises') : fromCaller(values.dir);
  const named = values.out === undefined ? null : fromCaller(values.out);
  const submission = readSubmission(folder, named);
  if (named !== null && [path.resolve(folder), submissionRoot(folder)].includes(named))
    throw new UsageError('--out is the folder of the submission: name another one for the reports.');
  // On a student's own desk the inputs are to be had again without the course's secret.
  const seed = readSeed(values.seed) ?? (values.ci ? seedOf(submission, courseSecret()) : null);
  const out = named ?? path.join(root, 'reports', 'out', submission.id);
  const chosen = chooseFormats(values, folder, out);
  const course = readCourse(root);
  const exercises = chosenExercises(course, names);
  return { course, exercises, folder, submission, out, chosen, seed, isQuick: values.quick };
}

async function gradeOnce(asked: Asked, { ci, json }: Values): Promise<ExitCode> {
  const { root, device, sandbox, course, exercises, folder, submission, out, chosen, seed, isQuick } = asked;
  const beside = laneBeside(asked, exercises, { submission, seed, isQuick });
  const bundler = openBundler(root);
  bundleAhead(bundler, asked);
  const grader = await openGrader(root, device, sandbox, { course, bundler });
  const log = openLog({ ci, json });
  const charts = chosen.formats.includes('html') ? chartsAhead(root) : null;
  try {
    makeOutFolder(out); // now, and not when there is a grading to lose
    const options = {
      exercises,
      seed,
      isQuick,
      lanes: beside.lanes,
      ...(charts ? { onGraded: charts.onGraded } : {}),
    };
    const result = finished(await gradeShown(grader, submission, options, { isQuiet: ci }), asked);
    const { written, failure } = await reportsOf({ root, out, result, ...chosen });
    if (json) process.stdout.write(`${jsonWithoutCommands(JSON.stringify(result, null, 2))}\n`);
    else process.stdout.write(summarise(result, written.map(shortened), ci ? {} : process.stdout));
    log.annotate(result, submission, folder);
    await charts?.keep();
    if (failure) throw failure;
    return exitCodeOf(result);
  } finally {
    await Promise.all([beside.close(), closeGrader(grader)]);
    log.close();
  }
}

/** What was written, and what could not be: the verdict is printed all the same. */
async function reportsOf(
  reports: Parameters<typeof writeReports>[0],
): Promise<{ written: readonly string[]; failure: Unwritten | null }> {
  try {
    return { written: await writeReports(reports), failure: null };
  } catch (error) {
    if (error instanceof Unwritten) return { written: error.written, failure: error };
    throw error;
  }
}
