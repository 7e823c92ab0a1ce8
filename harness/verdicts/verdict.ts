// What grading one fixture on one seed came to.

import type { ExerciseSpec } from '../course.ts';
import { gradeSubmission, type Grader } from '../grade.ts';
import type { Fixture } from './fixtures.ts';
import { misjudged } from './judge.ts';

/** Plain data, so that it passes between processes. */
export interface Verdict {
  fixture: string;
  exercise: string;
  kind: Fixture['kind'];
  seed: number;
  /** Whether points were lost. */
  caught: boolean;
  /** The mistakes that were named. */
  named: string[];
  /** What is wrong with the verdict; null where it is right. */
  fault: string | null;
}

/** Grades a fixture and judges what came of it. */
export async function verdictOn(
  grader: Grader,
  fixture: Fixture,
  exercise: ExerciseSpec,
  seed: number,
): Promise<Verdict> {
  const { exercises } = await gradeSubmission(grader, fixture.submission, {
    exercises: [exercise],
    seed,
    types: false,
    isQuick: true, // 06 shows every mistake on small sets; its long run is the solution's
  });
  const [graded] = exercises;
  if (!graded) throw new Error(`${fixture.name} was not graded`);
  return {
    fixture: fixture.name,
    exercise: fixture.exercise,
    kind: fixture.kind,
    seed,
    caught: graded.score < graded.maxScore,
    named: [...new Set(graded.checks.flatMap(({ misconception }) => misconception ?? []))],
    fault: misjudged(fixture, graded),
  };
}
