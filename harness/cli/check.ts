// `check`: the course itself. Every solution passes, every stub scores 0 and says so kindly, every fixture is judged right.

import path from 'node:path';
import type { ExerciseSpec } from '../course.ts';
import { gradeSubmission, type Grader } from '../grade.ts';
import { readSubmission } from '../submission.ts';
import { readFixtures, type Fixture } from '../verdicts/fixtures.ts';
import { misjudged } from '../verdicts/judge.ts';
import type { ExitCode } from './main.ts';
import { closeGrader, openGrader } from './open.ts';
import { Progress } from './progress.ts';
import { readWords, UsageError } from './usage.ts';

const OPTIONS = {
  seeds: { type: 'string', default: '1' },
} as const;

/** The first of the seeds tried; the others follow it, so that a failure can be had again by its seed. */
const FIRST_SEED = 20_260_900;

/** Checks the course; with --seeds N every fixture on N seeds. Names, if any, choose fixtures by a part of their path. */
export async function checkCommand(words: string[], root: string): Promise<ExitCode> {
  const { values, positionals } = readWords(words, OPTIONS);
  const seeds = Number(values.seeds);
  if (!Number.isInteger(seeds) || seeds < 1)
    throw new UsageError(`--seeds ${values.seeds} is no whole number from 1.`);
  const grader = await openGrader(root, 'auto', 'auto');
  try {
    const fixtures = chosenFixtures(root, positionals);
    const faults = [
      ...(await courseFaults(grader, exercisesOf(grader, fixtures, positionals))),
      ...(await fixtureFaults(grader, fixtures, seeds)),
    ];
    for (const fault of faults) process.stdout.write(`  ${fault}\n`);
    process.stdout.write(faults.length === 0 ? 'The course holds.\n' : `${faults.length} faults.\n`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await closeGrader(grader);
  }
}

function chosenFixtures(root: string, names: readonly string[]): Fixture[] {
  return readFixtures(root).filter(
    ({ name }) => names.length === 0 || names.some((part) => name.includes(part)),
  );
}

/** The exercises whose solution and stub are looked at: all of them, or those that fixtures were chosen of. */
function exercisesOf(grader: Grader, fixtures: readonly Fixture[], names: readonly string[]): ExerciseSpec[] {
  const { exercises } = grader.course;
  return names.length === 0
    ? exercises
    : exercises.filter(({ id }) => fixtures.some(({ exercise }) => exercise === id));
}

async function courseFaults(grader: Grader, exercises: readonly ExerciseSpec[]): Promise<string[]> {
  const faults: string[] = [];
  const solved = await gradeSubmission(grader, readSubmission(path.join(grader.root, 'solutions')), {
    exercises,
    seed: null,
    types: false,
  });
  for (const { id, status, score, maxScore } of solved.exercises) {
    if (status !== 'passed') faults.push(`solutions/${id}: ${status}, ${score} of ${maxScore}`);
  }
  const stubs = await gradeSubmission(grader, readSubmission(path.join(grader.root, 'exercises')), {
    exercises,
    seed: null,
    types: false,
  });
  for (const { id, status, score } of stubs.exercises) {
    if (status !== 'not-started' || score !== 0)
      faults.push(`exercises/${id}: a stub is ${status} with ${score} points`);
  }
  return faults;
}

async function fixtureFaults(grader: Grader, fixtures: readonly Fixture[], seeds: number): Promise<string[]> {
  const progress = new Progress(fixtures.length * seeds);
  const faults: string[] = [];
  const counts = { wrong: 0, unnamed: 0, odd: 0 };
  for (const fixture of fixtures) {
    const exercise = grader.course.exercises.find(({ id }) => id === fixture.exercise);
    if (!exercise) throw new UsageError(`${fixture.name}: there is no exercise ${fixture.exercise}.`);
    for (let seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
      progress.step(`${fixture.name}, seed ${seed}`);
      const fault = await judgedWrong(grader, fixture, exercise, seed);
      if (fault !== null) faults.push(`${fixture.name}, seed ${seed}: ${fault}`);
    }
    counts[fixture.kind]++;
  }
  progress.end();
  const { wrong, unnamed, odd } = counts;
  process.stdout.write(
    `${fixtures.length} fixtures on ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}: ` +
      `${wrong} wrong and named, ${unnamed} wrong without a name, ${odd} right but odd.\n`,
  );
  return faults;
}

async function judgedWrong(
  grader: Grader,
  fixture: Fixture,
  exercise: ExerciseSpec,
  seed: number,
): Promise<string | null> {
  const result = await gradeSubmission(grader, fixture.submission, {
    exercises: [exercise],
    seed,
    types: false,
    isQuick: true, // 06 shows every mistake on small sets; its long run is the solution's
  });
  const [graded] = result.exercises;
  return graded ? misjudged(fixture, graded) : 'it was not graded';
}
