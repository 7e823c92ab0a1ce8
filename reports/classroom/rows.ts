// How often each check stands in GitHub Classroom's table, which counts tests and knows no points.
//
// Its reporter shows `passed tests / tests * max_score` in a table and the sum of the tests' scores in an annotation. So
// the rows are chosen such that the share of passed rows is the share of points, and the scores on them add up to it.

import type { CheckResult, ExerciseResult } from '../../harness/result.ts';
import { checksOf } from '../checks.ts';

/** More rows than this nobody reads, and their messages would not fit. */
const ROWS_LIMIT = 300;

/** A hundredth of a point, the smallest that there is. */
const CENTS = 100;

/** One row: `part` of the `parts` rows that its check has with this outcome. */
export interface Row {
  check: CheckResult;
  isPassed: boolean;
  part: number;
  parts: number;
}

/**
 * The rows of an exercise, in the order of its checks; at least one. The share of passed rows is score / maxScore, with
 * as few rows as show every check; where that takes more than 300, the nearest share is taken that 300 can show.
 */
export function rowsOf(exercise: ExerciseResult): Row[] {
  const checks = checksOf(exercise);
  const passed = checks.filter(({ status }) => status === 'passed');
  const open = checks.filter(({ status }) => status !== 'passed');
  const [score, whole] = [Math.round(exercise.score * CENTS), Math.round(exercise.maxScore * CENTS)];
  if (whole <= 0) return checks.slice(0, ROWS_LIMIT).map((check) => rowOf(check));
  const [passing, failing] = countsFor(score, whole, [passed.length, open.length]);
  const partly = open.filter((check) => check.score > 0);
  const earning = spread([passed, partly.length > 0 ? partly : open], passing, (check) => check.score);
  const missing = spread([open, passed], failing, (check) => check.maxScore - check.score);
  return [...earning.map((row) => ({ ...row, isPassed: true })), ...missing].toSorted(
    (a, b) => checks.indexOf(a.check) - checks.indexOf(b.check),
  );
}

function rowOf(check: CheckResult): Row {
  return { check, isPassed: check.status === 'passed', part: 1, parts: 1 };
}

type Counts = [passing: number, failing: number];

/** Rows that pass and rows that do not, at best one for each check. */
function countsFor(score: number, whole: number, checks: Counts): Counts {
  if (score <= 0) return [0, Math.min(ROWS_LIMIT, Math.max(1, checks[1]))];
  if (score >= whole) return [Math.min(ROWS_LIMIT, Math.max(1, checks[0])), 0];
  const wishes: Counts[] = [checks, [1, checks[1]], [1, 1]]; // what fails is to be seen, before what passes
  for (const [passing, failing] of wishes) {
    const least: Counts = [Math.max(1, passing), Math.max(1, failing)];
    const found = exactCounts(score, whole, least) ?? nearCounts(score, whole, least);
    if (found) return found;
  }
  return nearest(score, whole, [1, 1]);
}

function exactCounts(score: number, whole: number, [passing, failing]: Counts): Counts | null {
  const divisor = greatestCommonDivisor(score, whole);
  const [up, down] = [score / divisor, (whole - score) / divisor];
  const times = Math.max(Math.ceil(passing / up), Math.ceil(failing / down));
  return times * (up + down) <= ROWS_LIMIT ? [times * up, times * down] : null;
}

/** Counts whose share is the score when rounded to a hundredth of a point. */
function nearCounts(score: number, whole: number, least: Counts): Counts | null {
  const found = nearest(score, whole, least);
  return errorOf(found, score, whole) < 0.5 ? found : null;
}

/** The first counts that are near enough, else the nearest. */
function nearest(score: number, whole: number, [passing, failing]: Counts): Counts {
  let best: Counts = [passing, failing];
  for (let rows = passing + failing; rows <= ROWS_LIMIT; rows++) {
    const wanted = Math.round((rows * score) / whole);
    const up = Math.min(rows - failing, Math.max(passing, wanted));
    const found: Counts = [up, rows - up];
    if (errorOf(found, score, whole) < errorOf(best, score, whole)) best = found;
    if (errorOf(best, score, whole) < 0.5) break;
  }
  return best;
}

/** How far the table is off (hundredths of a point). */
function errorOf([passing, failing]: Counts, score: number, whole: number): number {
  return Math.abs((passing / (passing + failing)) * whole - score);
}

/** `count` rows: one for each of `checks` where there are enough, and the rest by points over them and `more`. */
function spread(
  [checks, more]: [checks: readonly CheckResult[], more: readonly CheckResult[]],
  count: number,
  pointsOf: (check: CheckResult) => number,
): Row[] {
  const all = [...checks, ...more];
  const rows: number[] = all.map((_, index) => (index < checks.length && checks.length <= count ? 1 : 0));
  let left = count - rows.reduce((sum, each) => sum + each, 0);
  for (; left > 0; left--) {
    const claims = all.map((check, index) => pointsOf(check) / ((rows[index] ?? 0) + 1));
    const next = claims.indexOf(Math.max(...claims));
    rows[next] = (rows[next] ?? 0) + 1;
  }
  return all.flatMap((check, index) => {
    const parts = rows[index] ?? 0;
    return Array.from({ length: parts }, (_, part) => ({ check, isPassed: false, part: part + 1, parts }));
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
