import { describe, expect, it } from 'vitest';
import type { Course, ExerciseSpec } from '../../../harness/course.ts';
import {
  assemble,
  failedExercise,
  notStartedExercise,
  summed,
  ungradable,
} from '../../../harness/grade/assemble.ts';
import type { Finding, Findings } from '../../../harness/job.ts';
import type { ExerciseResult } from '../../../harness/result.ts';
import type { Limits } from '../../../harness/sandbox/limits.ts';

const limits: Limits = {
  loadMs: 1,
  callMs: 1,
  slowCallsMs: {},
  exerciseMs: 1,
  memoryBytes: 1,
  outputKeptBytes: 1,
  outputStopBytes: 1,
};

const exercise: ExerciseSpec = {
  id: '02-backward',
  title: 'Backward pass',
  file: '02-backward.ts',
  libraries: ['ml-matrix'],
  exports: ['backward'],
  bonus: false,
  checks: [
    { id: 'dW1', title: 'dW1 = X.T dz1', points: 4, hint: 'X first' },
    { id: 'db1', title: 'db1 sums dz1', points: 1.5, hint: 'sum over the batch' },
    { id: 'third', title: 'a third of a point', points: 1 / 3, hint: 'none' },
  ],
  limits,
};

const course: Course = {
  exercises: [exercise],
  misconceptions: { 'gradient-sign': 'The sign is wrong.' },
  limits,
};

const passed: Finding = { status: 'passed', share: 1, message: null, misconception: null, evidence: null };
const failed: Finding = { ...passed, status: 'failed', share: 0, message: 'dW1 is 1, expected 2.' };

describe('the points of a check', () => {
  it.each<[string, Partial<Finding>, number]>([
    ['passed', passed, 4],
    ['passed, whatever share is told', { ...passed, share: 7 }, 4],
    ['failed', failed, 0],
    ['failed for half of it', { ...failed, share: 0.5 }, 2],
    ['failed for a third, to a hundredth', { ...failed, share: 1 / 3 }, 1.33],
    ['failed by a hair', { ...failed, share: 0.9999 }, 3.99],
    ['skipped', { ...failed, status: 'skipped', share: 1 }, 0],
    ['timed out', { ...failed, status: 'timed-out', share: 1 }, 0],
    ['errored', { ...failed, status: 'errored', share: 1 }, 0],
  ])('come from the rubric where it %s', (_, finding, score) => {
    const { checks } = graded({ dW1: { ...passed, ...finding }, db1: passed, third: passed });
    expect(checks[0]).toMatchObject({ id: 'dW1', score, maxScore: 4 });
  });

  it('are those of the rubric for checks that it knows, and of no other', () => {
    const result = graded({ dW1: passed, db1: passed, third: passed, extra: passed });
    expect(result.checks.map(({ id, score, maxScore }) => [id, score, maxScore])).toEqual([
      ['dW1', 4, 4],
      ['db1', 1.5, 1.5],
      ['third', 0.33, 1 / 3],
    ]);
    expect([result.score, result.maxScore]).toEqual([5.83, 5.83]);
  });
});

describe('a graded exercise', () => {
  it('is passed when every check is, and says nothing then', () => {
    const result = graded({ dW1: passed, db1: passed, third: passed });
    expect(result).toMatchObject({ id: '02-backward', status: 'passed', message: null, bonus: false });
    expect(result.checks.map(({ hint }) => hint)).toEqual([null, null, null]);
  });

  it.each(['failed', 'skipped', 'timed-out'] as const)('is failed when a check is %s', (status) => {
    const result = graded({ dW1: passed, db1: { ...failed, status }, third: passed });
    expect(result).toMatchObject({ status: 'failed', score: 4.33 });
    expect(result.checks[1]?.hint).toBe('sum over the batch');
  });

  it('is errored when a check was not reported, which costs the others nothing', () => {
    const result = graded({ dW1: passed, third: failed });
    expect(result).toMatchObject({
      status: 'errored',
      score: 4,
      message: 'The grader did not report this check.',
    });
    expect(result.checks[1]).toMatchObject({ id: 'db1', status: 'errored', score: 0, maxScore: 1.5 });
  });

  it('tells the mistake in the words of the course after what was seen', () => {
    const finding = { ...failed, misconception: 'gradient-sign' };
    const [check] = graded({ dW1: finding, db1: passed, third: passed }).checks;
    expect(check).toMatchObject({
      message: 'dW1 is 1, expected 2. The sign is wrong.',
      misconception: 'gradient-sign',
    });
  });

  it('has a message of the student only so long as anyone reads', () => {
    const message = 'x'.repeat(5000);
    const result = graded({ dW1: { ...failed, message }, db1: failed, third: failed }, { message });
    expect(result.message).toBe(`${'x'.repeat(2000)}...`);
    expect(result.checks[0]?.message).toBe(`${'x'.repeat(2000)}...`);
  });

  it('has evidence and time as they were found', () => {
    const evidence = { where: 'dW1[0, 1]', expected: 1, got: 2 };
    const [check] = graded({ dW1: { ...failed, evidence } }).checks;
    expect(check).toMatchObject({ evidence, durationMs: 7 });
  });
});

describe('an exercise that was not graded', () => {
  it('is failed by the student with one message for every check', () => {
    const result = failedExercise(exercise, '02-backward.ts:1:2: no.');
    expect(result).toMatchObject({
      status: 'failed',
      score: 0,
      maxScore: 5.83,
      message: '02-backward.ts:1:2: no.',
    });
    expect(result.checks.map(({ status, score, message }) => [status, score, message])).toEqual(
      exercise.checks.map(() => ['failed', 0, '02-backward.ts:1:2: no.']),
    );
  });

  it('is not started, and says so kindly', () => {
    const result = notStartedExercise(exercise, null);
    expect(result).toMatchObject({
      status: 'not-started',
      score: 0,
      message: 'Not started yet: 02-backward.ts is waiting for you.',
    });
    expect(result.checks.map(({ status, message, hint }) => [status, message, hint])).toEqual(
      exercise.checks.map(({ hint }) => ['skipped', null, hint]),
    );
    expect(notStartedExercise(exercise, 'It is a link.').message).toBe('It is a link.');
  });

  it('is errored by us, and tells what went wrong', () => {
    const result = ungradable(exercise, 'the disk is full');
    expect(result).toMatchObject({
      status: 'errored',
      message: 'The grader could not grade this exercise: the disk is full',
    });
    expect(new Set(result.checks.map(({ status }) => status))).toEqual(new Set(['errored']));
  });
});

describe('the sum of exercises', () => {
  const of = (status: ExerciseResult['status'], score: number, bonus = false): ExerciseResult => ({
    ...graded({}),
    status,
    score,
    maxScore: 10,
    bonus,
  });

  it.each<[string, ExerciseResult[], string]>([
    ['every one passed', [of('passed', 10), of('passed', 10)], 'passed'],
    ['one failed', [of('passed', 10), of('failed', 3)], 'failed'],
    ['one is not started', [of('passed', 10), of('not-started', 0)], 'failed'],
    ['one errored, and one failed', [of('failed', 3), of('errored', 0)], 'errored'],
    ['only a bonus one failed', [of('passed', 10), of('failed', 3, true)], 'passed'],
    ['only a bonus one errored', [of('passed', 10), of('errored', 0, true)], 'passed'],
  ])('has the right status where %s', (_, exercises, status) => {
    expect(summed(exercises).status).toBe(status);
  });

  it('keeps bonus points beside the score, and rounds both to a hundredth', () => {
    const exercises = [
      of('failed', 0.1),
      of('failed', 0.2),
      of('passed', 4.125, true),
      of('failed', 2, true),
    ];
    expect(summed(exercises)).toEqual({
      status: 'failed',
      score: 0.3,
      maxScore: 20,
      bonus: 6.13,
      maxBonus: 20,
    });
  });
});

/** The result of these findings, each after 7 ms. */
function graded(checks: Record<string, Finding>, told: Partial<Findings> = {}): ExerciseResult {
  const findings: Findings = {
    message: null,
    figures: [],
    output: '',
    device: 'wasm',
    deviceDetail: '',
    ...told,
  };
  const run = {
    findings,
    checks: new Map(Object.entries(checks).map(([id, finding]) => [id, { ...finding, durationMs: 7 }])),
    trouble: null,
  };
  return assemble({ exercise, run, findings, diagnostics: [], course });
}
