// Adds findings up to results: points come from the rubric, words for mistakes from the course, never from the sandbox.

import type { CheckSpec, Course, ExerciseSpec } from '../course.ts';
import { pointsOf } from '../course.ts';
import type { Run } from '../engine/engine.ts';
import type { Finding, Findings } from '../job.ts';
import type { CheckResult, CheckStatus, Diagnostic, ExerciseResult, Result } from '../result.ts';
import { drawableFigures } from './figures.ts';

/** Longest message that is worth reading (characters). */
const MESSAGE_LIMIT = 2000;

/** An exercise that a grader has run. */
export interface Graded {
  exercise: ExerciseSpec;
  run: Run;
  findings: Findings;
  diagnostics: Diagnostic[];
  course: Course;
}

/** The result of a graded exercise. A check the grader did not report is an error of ours. */
export function assemble({ exercise, run, findings, diagnostics, course }: Graded): ExerciseResult {
  const checks = exercise.checks.map((spec) =>
    checkResult(spec, run.checks.get(spec.id) ?? UNREPORTED, course),
  );
  const status = statusOf(checks);
  const ours = checks.find((check) => check.status === 'errored')?.message ?? null;
  return {
    ...header(exercise),
    status,
    score: rounded(checks.reduce((sum, { score }) => sum + score, 0)),
    message: findings.message === null ? ours : cut(findings.message),
    diagnostics,
    checks,
    figures: drawableFigures(findings.figures),
    output: findings.output,
  };
}

const UNREPORTED: Finding & { durationMs: number } = {
  status: 'errored',
  share: 0,
  message: 'The grader did not report this check.',
  misconception: null,
  evidence: null,
  durationMs: 0,
};

/** An exercise that could not be run at all, by the student's fault. */
export function failedExercise(
  exercise: ExerciseSpec,
  message: string,
  diagnostics: Diagnostic[] = [],
): ExerciseResult {
  return untouched(exercise, { status: 'failed', check: 'failed', message: cut(message), diagnostics });
}

/** An exercise nobody has begun. */
export function notStartedExercise(exercise: ExerciseSpec, reason: string | null): ExerciseResult {
  const message = reason ?? `Not started yet: ${exercise.file} is waiting for you.`;
  return untouched(exercise, { status: 'not-started', check: 'skipped', message, diagnostics: [] });
}

/** An exercise that the grader could not grade: our fault, and no zero. */
export function ungradable(exercise: ExerciseSpec, reason: string): ExerciseResult {
  const message = `The grader could not grade this exercise: ${cut(reason)}`;
  return untouched(exercise, { status: 'errored', check: 'errored', message, diagnostics: [] });
}

/** The totals of a result: bonus exercises touch neither status nor score. */
export function summed(
  exercises: readonly ExerciseResult[],
): Pick<Result, 'status' | 'score' | 'maxScore' | 'bonus' | 'maxBonus'> {
  const core = exercises.filter(({ bonus }) => !bonus);
  const extra = exercises.filter(({ bonus }) => bonus);
  const total = (of: readonly ExerciseResult[], field: 'score' | 'maxScore') =>
    rounded(of.reduce((sum, exercise) => sum + exercise[field], 0));
  const passed = core.every(({ status }) => status === 'passed');
  const errored = core.some(({ status }) => status === 'errored');
  return {
    status: errored ? 'errored' : passed ? 'passed' : 'failed',
    score: total(core, 'score'),
    maxScore: total(core, 'maxScore'),
    bonus: total(extra, 'score'),
    maxBonus: total(extra, 'maxScore'),
  };
}

function checkResult(
  spec: CheckSpec,
  finding: Finding & { durationMs: number },
  course: Course,
): CheckResult {
  const { status, share, message, misconception, evidence, durationMs } = finding;
  const explained = misconception === null ? null : (course.misconceptions[misconception] ?? null);
  return {
    id: spec.id,
    title: spec.title,
    status,
    score: status === 'passed' ? rounded(spec.points) : status === 'failed' ? partOf(spec.points, share) : 0,
    maxScore: spec.points,
    message: message === null ? null : cut([message, explained].filter(Boolean).join(' ')),
    hint: status === 'passed' ? null : spec.hint,
    misconception,
    evidence,
    durationMs,
  };
}

function statusOf(checks: readonly CheckResult[]): 'passed' | 'failed' | 'errored' {
  if (checks.some(({ status }) => status === 'errored')) return 'errored';
  return checks.every(({ status }) => status === 'passed') ? 'passed' : 'failed';
}

interface Untouched {
  status: ExerciseResult['status'];
  check: CheckStatus;
  message: string;
  diagnostics: Diagnostic[];
}

function untouched(
  exercise: ExerciseSpec,
  { status, check, message, diagnostics }: Untouched,
): ExerciseResult {
  const checks = exercise.checks.map((spec): CheckResult => ({
    id: spec.id,
    title: spec.title,
    status: check,
    score: 0,
    maxScore: spec.points,
    message: check === 'skipped' ? null : message,
    hint: check === 'skipped' ? spec.hint : null,
    misconception: null,
    evidence: null,
    durationMs: 0,
  }));
  return { ...header(exercise), status, score: 0, message, diagnostics, checks, figures: [], output: '' };
}

function header(
  exercise: ExerciseSpec,
): Pick<ExerciseResult, 'id' | 'title' | 'file' | 'maxScore' | 'bonus'> {
  return {
    id: exercise.id,
    title: exercise.title,
    file: exercise.file,
    maxScore: pointsOf(exercise),
    bonus: exercise.bonus,
  };
}

/** A share of the points in hundredths; of less than all there is always something missing. */
function partOf(points: number, share: number): number {
  return Math.min(rounded(points * share), rounded(points - 0.01));
}

function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}

function cut(text: string): string {
  return text.length > MESSAGE_LIMIT ? `${text.slice(0, MESSAGE_LIMIT)}...` : text;
}
