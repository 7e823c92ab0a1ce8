import type { ExerciseResult, Result } from '../../harness/result.ts';
import { changesInWords } from '../changes.ts';
import { changedInWords } from '../protectedFiles.ts';
import { exerciseView, firstFailure, type ExerciseView } from './exerciseView.ts';
import { count, duration, instant, points } from '../numbers.ts';
import { ringView } from './ringView.ts';
import type { Charts } from './lineChart.ts';
import { RESULT_WORDS } from './statusWords.ts';

/** Hexadecimal digits of a hash that tell two submissions apart for a reader. */
const SHORT_HASH = 12;

/** What page.hbs shows. */
export function pageView(result: Result, charts: Charts) {
  const anchors = anchorsFor(result.exercises);
  const exercises = result.exercises.map((exercise, index) =>
    exerciseView(exercise, anchors[index] ?? '', charts),
  );
  return {
    submission: result.submission.id,
    score: points(result.score),
    maxScore: points(result.maxScore),
    bonus: result.maxBonus > 0 ? { score: points(result.bonus), maxScore: points(result.maxBonus) } : null,
    ring: ringView(result.exercises),
    status: RESULT_WORDS[result.status],
    summary: summary(result),
    next: nextStep(result.exercises, exercises),
    exercises,
    sandboxDetail: result.environment.sandboxDetail,
    isQuick: result.quick === true,
    adjusted: adjustedView(result),
    protectedFiles: changedInWords(result.protectedFiles),
    facts: facts(result),
    gradedAt: { iso: result.gradedAt, words: instant(result.gradedAt) },
    seed: String(result.seed),
  };
}

/** What the gradebook of the class has in place of what was graded; null where it has the same. */
function adjustedView({ adjusted, maxScore }: Result) {
  if (!adjusted) return null;
  const { score } = adjusted;
  const counts = score === null ? 'no score yet' : `${points(score)} of ${points(maxScore)}`;
  return { counts, changes: changesInWords(adjusted) };
}

/** One id a section, made of the exercise's id: lower-case letters, digits and hyphens, no two the same. */
function anchorsFor(exercises: ExerciseResult[]): string[] {
  const anchors: string[] = [];
  for (const [index, { id }] of exercises.entries()) {
    let anchor = `exercise-${id.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-')}`;
    while (anchors.includes(anchor)) anchor += `-${index}`;
    anchors.push(anchor);
  }
  return anchors;
}

function summary({ status, exercises }: Result): string {
  if (exercises.length === 0) return status === 'errored' ? ours(exercises) : 'There was nothing to grade.';
  const core = coreOf(exercises);
  const passed = core.filter((exercise) => exercise.status === 'passed').length;
  const kind = core.length < exercises.length ? 'core exercise' : 'exercise';
  const counted =
    passed === core.length ? `Every ${kind} passed.` : `${passed} of ${count(core.length, kind)} passed.`;
  return `${counted}${idle(core)}${status === 'errored' ? ` ${ours(exercises)}` : ''}`;
}

/** The exercises that decide the status: bonus ones do only where nothing else was graded. */
function coreOf(exercises: ExerciseResult[]): ExerciseResult[] {
  const core = exercises.filter(({ bonus }) => !bonus);
  return core.length > 0 ? core : exercises;
}

function idle(exercises: ExerciseResult[]): string {
  const waiting = exercises.filter(({ status }) => status === 'not-started').length;
  return waiting > 0 ? ` ${waiting} not started yet.` : '';
}

function ours(exercises: ExerciseResult[]): string {
  const errored = exercises.filter(({ status }) => status === 'errored');
  const open = errored.reduce((sum, { maxScore }) => sum + maxScore, 0);
  const where = open > 0 ? `, with ${count(open, 'point')} still open` : '';
  return `The grader itself failed${where}. That is our fault and costs nothing.`;
}

/** The exercise to look at first: one that failed, else one that waits; null when nothing is left to do. */
function nextStep(exercises: ExerciseResult[], views: ExerciseView[]) {
  const failed = exercises.findIndex(({ status }) => status === 'failed');
  const index = failed >= 0 ? failed : exercises.findIndex(({ status }) => status === 'not-started');
  const [exercise, view] = [exercises[index], views[index]];
  if (!exercise || !view) return null;
  const isStarted = exercise.status === 'failed';
  return {
    lead: isStarted ? 'Look here first' : 'Go on with',
    anchor: view.anchor,
    id: view.id,
    words: isStarted ? firstFailure(exercise) : exercise.title,
  };
}

/** What the result rests on, name and value, for the foot of the page. */
function facts({ environment, durationMs, submission }: Result) {
  return [
    { name: 'device', value: environment.device, detail: environment.deviceDetail },
    { name: 'sandbox', value: environment.sandbox.replace('+', ' + '), detail: '' },
    { name: 'took', value: duration(durationMs), detail: '' },
    {
      name: 'versions',
      value: `Handgrad ${environment.handgrad}`,
      detail: `Node ${environment.node}, ${environment.os}`,
    },
    { name: 'submission', value: submission.sha256.slice(0, SHORT_HASH), detail: 'sha256' },
  ];
}
