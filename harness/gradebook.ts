// What grading a class came to, as plain data: every table and page about a class is a pure function of it.

import type { CheckStatus, ExerciseStatus, Lateness, Override, Result } from './result.ts';

export type { Lateness, Override } from './result.ts';

/** `missing` is on the roster and handed nothing in; nothing of `unreadable` could be opened; `not-on-roster` is graded, and flagged. */
export type EntryStatus = 'passed' | 'failed' | 'errored' | 'missing' | 'unreadable' | 'not-on-roster';

/** What a class page and a gradebook need of a result; a class of thousands is held as these. */
export interface Digest {
  sha256: string;
  status: Result['status'];
  score: number;
  maxScore: number;
  bonus: number;
  maxBonus: number;
  seed: number;
  durationMs: number;
  device: string;
  sandbox: string;
  exercises: ExerciseDigest[];
}

export interface ExerciseDigest {
  id: string;
  status: ExerciseStatus;
  score: number;
  maxScore: number;
  bonus: boolean;
  /** Of its checks together (ms). */
  durationMs: number;
  checks: { id: string; status: CheckStatus; score: number; misconception: string | null }[];
}

/** One row: a student of the roster, or a submission. */
export interface Entry {
  id: string;
  name: string;
  email: string;
  group: string;
  status: EntryStatus;
  /** Final points of the core exercises, overrides and lateness counted; null where the grader failed. */
  score: number | null;
  /** Final points of the bonus exercises. */
  bonus: number | null;
  /** Points by exercise, overrides counted and lateness not; null where the grader failed. Empty where nothing was graded. */
  points: Record<string, number | null>;
  /** Null where the time of handing in is not known, or nothing is due. */
  late: Lateness | null;
  overrides: Override[];
  /** What a reader of the row has to know; empty where there is nothing. */
  message: string;
  /** What was handed in, as a path in the folder that was graded; null where nothing was. */
  source: string | null;
  /** When it was handed in (ISO 8601); null where that is not known. */
  submittedAt: string | null;
  /** Its reports, relative to the class's page, such as `submissions/ada`; null where there are none. */
  folder: string | null;
  /** Whether an earlier run had graded it. */
  isReused: boolean;
  digest: Digest | null;
}

/** An exercise as a heading. */
export interface Heading {
  id: string;
  title: string;
  maxScore: number;
  bonus: boolean;
  checks: { id: string; title: string; maxScore: number }[];
}

export interface Gradebook {
  /** The name of the class: of the folder that was graded. */
  title: string;
  handgrad: string;
  exercises: Heading[];
  /** Points of the core exercises. */
  maxScore: number;
  maxBonus: number;
  /** In the order of the roster, then those not on it by id. */
  entries: Entry[];
}

/** What is kept of a result. */
export function digestOf(result: Result): Digest {
  const { submission, status, score, maxScore, bonus, maxBonus, seed, durationMs, environment } = result;
  return {
    sha256: submission.sha256,
    ...{ status, score, maxScore, bonus, maxBonus, seed, durationMs },
    device: environment.device,
    sandbox: environment.sandbox,
    exercises: result.exercises.map((exercise) => ({
      id: exercise.id,
      status: exercise.status,
      score: exercise.score,
      maxScore: exercise.maxScore,
      bonus: exercise.bonus,
      durationMs: exercise.checks.reduce((sum, check) => sum + check.durationMs, 0),
      checks: exercise.checks.map((check) => ({
        id: check.id,
        status: check.status,
        score: check.score,
        misconception: check.misconception,
      })),
    })),
  };
}
