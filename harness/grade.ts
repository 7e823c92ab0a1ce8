// Grades a submission: bundle, run the grader, add up. The whole story of one result.

import { createHmac } from 'node:crypto';
import type { Bundling } from './bundle.ts';
import type { Bundler } from './bundler.ts';
import type { Course, ExerciseSpec } from './course.ts';
import type { Engine, Run } from './engine/engine.ts';
import { forwardFor } from './grade/forward.ts';
import {
  deviceOf,
  gradeInLanes,
  type Device,
  type Graded,
  type Lane,
  type LaneEvents,
  type Task,
} from './grade/lanes.ts';
import { isUntouched, readStubs } from './grade/notStarted.ts';
import { assemble, failedExercise, notStartedExercise, summed, ungradable } from './grade/assemble.ts';
import { missingExports } from './grade/exports.ts';
import { withinProject, withoutPlaces } from './grade/places.ts';
import { typeErrors, type Typed } from './grade/types.ts';
import type { Job, Script } from './job.ts';
import type { Diagnostic, Environment, ExerciseResult, Result } from './result.ts';
import { RESULT_SCHEMA } from './result.ts';
import type { Probed } from './sandbox/probe.ts';
import type { Submission } from './submission.ts';

/** Everything that is the same for every submission. */
export interface Grader {
  root: string;
  version: string;
  course: Course;
  engine: Engine;
  bundler: Bundler;
  sandbox: Probed;
  device: string;
}

export interface GradeOptions extends LaneEvents {
  exercises: readonly ExerciseSpec[];
  /** Null derives it from the submission's content. */
  seed: number | null;
  /** Whether type errors are looked for; they are shown and cost nothing. */
  types?: boolean;
  /** Whether 06 trains on a part of its data alone; `asPractice` makes a result say that this does not count. */
  isQuick?: boolean;
  /** Further lanes beside this process, which take exercises as they become free. */
  lanes?: readonly Lane[];
}

/**
 * Grades the exercises asked for. Whatever the student's code does ends up in the result; it never throws for that.
 * Throws DeviceUnavailable where there was nothing to run and the device cannot be had.
 */
export async function gradeSubmission(
  grader: Grader,
  submission: Submission,
  options: GradeOptions,
): Promise<Result> {
  const started = performance.now();
  const seed = options.seed ?? seedOf(submission);
  const { types = true, isQuick = false, lanes = [] } = options;
  const tasks = await bundleEach(grader, submission, options.exercises);
  const shown = typeErrors(grader.root, submission, types ? tasks.flatMap(typedOf) : []); // beside the graders
  const own: Lane = (task) => gradeAlone({ grader, submission, task, seed, isQuick });
  const graded = await gradeInLanes(tasks, { ...options, own, others: lanes });
  const errors = await shown;
  const exercises = graded.map(({ exercise }) => withTypes(exercise, errors.get(exercise.id) ?? []));
  const device = deviceOf(graded) ?? (await grader.engine.openDevice(grader.device));
  return {
    schema: RESULT_SCHEMA,
    submission: { id: submission.id, sha256: submission.sha256 },
    gradedAt: new Date().toISOString(),
    durationMs: Math.round(performance.now() - started),
    seed,
    environment: environmentOf(grader, device),
    ...summed(exercises),
    exercises,
  };
}

/** The first 32 bits of the submission's hash: of one that no author can predict where the course has a secret. */
export function seedOf({ sha256 }: Submission, secret: string | null = null): number {
  const hash = secret === null ? sha256 : createHmac('sha256', secret).update(sha256).digest('hex');
  return Number.parseInt(hash.slice(0, 8), 16);
}

/** All bundles before the first grading: the compiler then looks at the types of all at once. */
async function bundleEach(
  grader: Grader,
  submission: Submission,
  exercises: readonly ExerciseSpec[],
): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const exercise of exercises) {
    const isCode = !exercise.file.endsWith('.yaml') && untouched(grader, submission, exercise) === null;
    const bundling = isCode ? await bundle(grader, submission, exercise).catch(() => null) : null;
    const forward = isCode ? await forwardOf(grader, submission, exercise).catch(() => null) : null;
    tasks.push({ exercise, bundling, forward });
  }
  return tasks;
}

function typedOf({ exercise, bundling }: Task): Typed[] {
  const files = bundling?.ok ? bundling.bundle.typed : null;
  return files === null ? [] : [{ exercise, files }];
}

function withTypes(exercise: ExerciseResult, errors: readonly Diagnostic[]): ExerciseResult {
  return { ...exercise, diagnostics: [...exercise.diagnostics, ...errors] };
}

export interface Grading {
  grader: Grader;
  submission: Submission;
  task: Task;
  seed: number;
  isQuick: boolean;
}

/** One exercise. It never throws: a fault of ours in one leaves the others graded. */
export async function gradeAlone(grading: Grading): Promise<Graded> {
  const { exercise, device } = await gradeExercise(grading).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    return { exercise: ungradable(grading.task.exercise, message), device: null };
  });
  return { exercise: withoutPlaces(exercise, grading.grader.root), device };
}

async function gradeExercise(grading: Grading): Promise<Graded> {
  const { grader, submission, task } = grading;
  const { exercise } = task;
  const ungraded = untouched(grader, submission, exercise) ?? (await gradedAsAnswers(grading));
  if (ungraded) return { exercise: ungraded, device: null };
  const bundling = task.bundling ?? (await bundle(grader, submission, exercise));
  if (!bundling.ok) {
    const { diagnostics } = bundling;
    return { exercise: failedExercise(exercise, firstOf(diagnostics), diagnostics), device: null };
  }
  const run = await runGrader(grading, { code: bundling.bundle.code, map: bundling.bundle.map });
  if (run.findings === null || run.trouble !== null)
    throw new Error(run.trouble ?? 'the grader gave no findings');
  const { device, deviceDetail } = run.findings;
  const diagnostics = missingExports(submission.files.get(exercise.file) ?? '', exercise, run);
  return {
    exercise: assemble({ exercise, run, findings: run.findings, diagnostics, course: grader.course }),
    device: { device, deviceDetail },
  };
}

/** An exercise of answers in YAML: its grader reads the text, and no process is started. Null where it is none. */
async function gradedAsAnswers({ grader, submission, task }: Grading): Promise<ExerciseResult | null> {
  const { exercise } = task;
  const { id, file } = exercise;
  if (!file.endsWith('.yaml')) return null;
  const text = submission.files.get(file) ?? '';
  const run = await grader.engine.run({ exercise: id, file, text, needs: needsOf(exercise) });
  if (run.findings === null || run.trouble !== null) {
    return ungradable(exercise, run.trouble ?? 'the grader gave no findings');
  }
  const { findings } = run;
  const diagnostics = findings.diagnostics ?? [];
  return assemble({ exercise, run, findings, diagnostics, course: grader.course });
}

/** The result of an exercise that there is nothing of to grade; null where there is. */
function untouched(grader: Grader, submission: Submission, exercise: ExerciseSpec): ExerciseResult | null {
  if (submission.problem !== null) return failedExercise(exercise, submission.problem);
  const refused = submission.refused.get(exercise.file) ?? submission.refused.get('exercises'); // a link, say
  if (refused?.counts) return failedExercise(exercise, refused.message);
  return isBegun(grader.root, submission, exercise)
    ? null
    : notStartedExercise(exercise, refused?.message ?? null);
}

/** Whether there is more of an exercise than its stub. */
export function isBegun(root: string, { files }: Submission, { file }: ExerciseSpec): boolean {
  const text = files.get(file);
  return text !== undefined && !isUntouched(file, text, readStubs(root)[file]);
}

async function runGrader(
  { grader, submission, task: { exercise, ...task }, seed, isQuick }: Grading,
  script: Script,
): Promise<Run> {
  const job: Job = {
    exercise: exercise.id,
    file: exercise.file,
    exports: exercise.exports,
    libraries: exercise.libraries,
    script,
    forward: scriptOf(task.forward ?? (await forwardOf(grader, submission, exercise))),
    seed,
    device: grader.device,
    machine: grader.sandbox.machine,
    limits: exercise.limits,
    isQuick,
    needs: needsOf(exercise),
  };
  return grader.engine.run(job);
}

/** Which checks have to pass before each check. */
function needsOf({ checks }: ExerciseSpec): Record<string, string[]> {
  return Object.fromEntries(checks.map(({ id, needs = [] }) => [id, needs]));
}

async function forwardOf(
  grader: Grader,
  submission: Submission,
  exercise: ExerciseSpec,
): Promise<Bundling | null> {
  const forward = forwardFor(grader.course, exercise);
  if (!forward || !submission.files.has(forward.file)) return null;
  return bundle(grader, submission, forward);
}

/** Null where there is none that runs. */
function scriptOf(bundling: Bundling | null): Script | null {
  return bundling?.ok ? { code: bundling.bundle.code, map: bundling.bundle.map } : null;
}

function bundle(
  grader: Grader,
  submission: Submission,
  { file, libraries }: ExerciseSpec,
): Promise<Bundling> {
  return grader.bundler.bundle({ submission, entry: file, libraries });
}

function firstOf(diagnostics: readonly Diagnostic[]): string {
  const [first] = diagnostics;
  return first
    ? `${first.file}:${first.line}:${first.column}: ${first.message}`
    : 'The file could not be read.';
}

function environmentOf({ root, version, sandbox }: Grader, device: Device): Environment {
  return {
    handgrad: version,
    node: process.versions.node,
    os: `${process.platform}-${process.arch}`,
    ...device,
    sandbox: sandbox.name,
    sandboxDetail: withinProject(sandbox.detail, root),
  };
}
