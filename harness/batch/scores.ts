// What a student's row comes to: what was graded, then the instructor's overrides, then lateness.

import type { Digest, Entry, Heading, Lateness, Override } from '../gradebook.ts';
import type { GivenPoints } from './overrides.ts';

/** How a row stands before anybody's points are looked at. */
export type Standing = 'handed-in' | 'not-on-roster' | 'missing' | 'unreadable';

export interface Row {
  /** The exercises that the class is graded on. */
  exercises: readonly Heading[];
  standing: Standing;
  /** Null where nothing was graded. Of work that was handed in, that is the grader's failure. */
  digest: Digest | null;
  overrides: readonly GivenPoints[];
  late: Lateness | null;
}

export type Scores = Pick<Entry, 'points' | 'score' | 'bonus' | 'status' | 'overrides'>;

/**
 * The row's points. An override counts whatever was graded, or not. Lateness takes its percentage off core and bonus points alike,
 * those of overrides too. What the grader failed at has null points and makes the sum null; what was never handed in has 0.
 */
export function scoresOf(row: Row): Scores {
  const { exercises, standing, digest, overrides, late } = row;
  const isGraded = standing === 'handed-in' || standing === 'not-on-roster';
  const graded = (id: string) => (isGraded ? gradedPoints(digest, id) : 0);
  const given = new Map(overrides.map((override) => [override.exercise, override]));
  const points = Object.fromEntries(
    exercises.map(({ id }) => [id, rounded(given.get(id)?.points ?? graded(id))]),
  );
  const core = coreOf(exercises);
  const extra = exercises.filter(({ bonus }) => bonus);
  return {
    points: isGraded || given.size > 0 ? points : {},
    score: inTime(sumOf(core, points), late),
    bonus: inTime(sumOf(extra, points), late),
    status: statusOf(row, points),
    overrides: overrides
      .filter(({ exercise }) => exercise in points)
      .map((override) => overrideOf(override, digest, graded(override.exercise))),
  };
}

/** Null where the grader failed at it. */
function gradedPoints(digest: Digest | null, id: string): number | null {
  const exercise = digest?.exercises.find((found) => found.id === id);
  return exercise === undefined || exercise.status === 'errored' ? null : exercise.score;
}

function overrideOf(
  { exercise, points, reason }: GivenPoints,
  digest: Digest | null,
  graded: number | null,
): Override {
  return { exercise, points: rounded(points) ?? points, graded: digest === null ? null : graded, reason };
}

function coreOf(exercises: readonly Heading[]): Heading[] {
  return exercises.filter(({ bonus }) => !bonus);
}

function sumOf(exercises: readonly Heading[], points: Record<string, number | null>): number | null {
  let sum = 0;
  for (const { id } of exercises) {
    const got = points[id] ?? null;
    if (got === null) return null;
    sum += got;
  }
  return rounded(sum);
}

function inTime(points: number | null, late: Lateness | null): number | null {
  return points === null || late === null ? points : rounded((points * (100 - late.percentOff)) / 100);
}

/**
 * The status follows the points before lateness: late work that is right has passed. Bonus exercises touch it only where there
 * are no others, and nothing was graded at all.
 */
function statusOf(
  { exercises, standing, digest }: Row,
  points: Record<string, number | null>,
): Entry['status'] {
  const core = coreOf(exercises);
  const isRight = core.every(({ id, maxScore }) => points[id] === rounded(maxScore));
  if (standing === 'missing' || standing === 'unreadable')
    return isRight && core.length > 0 ? 'passed' : standing;
  const needed = digest === null && core.length === 0 ? exercises : core;
  if (needed.some(({ id }) => points[id] === null)) return 'errored';
  if (standing === 'not-on-roster') return standing;
  return isRight ? 'passed' : 'failed';
}

/** To 0.01, halves up. The nudge is for what is half in decimals and just below it in binary, such as 1.005. */
function rounded(points: number): number;
function rounded(points: number | null): number | null;
function rounded(points: number | null): number | null {
  return points === null ? null : Math.round(points * 100 + 1e-7) / 100;
}
