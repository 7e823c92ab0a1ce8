// `check`: the course itself. Every solution passes, every stub scores 0 and says so kindly, every fixture is judged right.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { courseFaults } from '../verdicts/courseFaults.ts';
import { readFixtures, type Fixture } from '../verdicts/fixtures.ts';
import { qualityPage } from '../verdicts/qualityTable.ts';
import { verdictOn, type Verdict } from '../verdicts/verdict.ts';
import { verdictsOfWorkers } from '../verdicts/workers.ts';
import type { ExitCode } from './main.ts';
import { closeGrader, openGrader } from './open.ts';
import { Progress } from './progress.ts';
import { fromCaller, oneOf, readWhole, readWords, UsageError } from './usage.ts';

const OPTIONS = {
  seeds: { type: 'string', default: '1' },
  only: { type: 'string', default: 'all' },
  jobs: { type: 'string', default: String(os.availableParallelism()) },
  table: { type: 'string' },
  part: { type: 'string' },
} as const;

const PARTS = ['all', 'course', 'fixtures'] as const;

/** The first of the seeds tried; the others follow it, so that a failure can be had again by its seed. */
const FIRST_SEED = 20_260_900;

/**
 * Checks solutions and stubs (--only course) and fixtures (--only fixtures), by default both, on --seeds N. Names, if any,
 * choose fixtures by a part of their path. --table FILE writes how good the verdicts were.
 */
export async function checkCommand(words: string[], root: string): Promise<ExitCode> {
  const { values, positionals } = readWords(words, OPTIONS);
  const seeds = readWhole('seeds', values.seeds, [1, Infinity]);
  if (values.part !== undefined) return workOn(root, positionals, seeds, values.part);
  const only = oneOf('only', values.only, PARTS);
  const faults = only === 'fixtures' ? [] : await onCourse(root, positionals, seeds);
  if (only !== 'course') {
    const jobs = readWhole('jobs', values.jobs, [1, Infinity]);
    const verdicts = await onFixtures(root, [...positionals, '--seeds', String(seeds)], jobs);
    process.stdout.write(counted(verdicts, seeds));
    faults.push(...verdicts.flatMap(faultOf));
    if (values.table !== undefined) writeFileSync(fromCaller(values.table), qualityPage(verdicts, seeds));
  }
  for (const fault of faults) process.stdout.write(`  ${fault}\n`);
  process.stdout.write(faults.length === 0 ? 'The course holds.\n' : `${faults.length} faults.\n`);
  return faults.length === 0 ? 0 : 1;
}

/** Solutions and stubs: of all exercises, or of those whose id or fixtures were named. */
async function onCourse(root: string, names: readonly string[], seeds: number): Promise<string[]> {
  const grader = await openGrader(root, 'auto', 'auto');
  const fixtures = fixturesNamed(root, names);
  const exercises = grader.course.exercises.filter(
    ({ id }) =>
      names.length === 0 ||
      names.some((name) => id.includes(name)) ||
      fixtures.some(({ exercise }) => exercise === id),
  );
  try {
    return await courseFaults(grader, exercises, { first: FIRST_SEED, count: seeds });
  } finally {
    await closeGrader(grader);
  }
}

async function onFixtures(root: string, words: string[], jobs: number): Promise<Verdict[]> {
  const progress = new Progress();
  const verdicts = await verdictsOfWorkers(root, words, jobs, ({ fixture, seed }) =>
    progress.step(`${fixture}, seed ${seed}`),
  );
  progress.end();
  return verdicts;
}

/** One worker's share, told to the process that started it. */
async function workOn(
  root: string,
  names: readonly string[],
  seeds: number,
  part: string,
): Promise<ExitCode> {
  const [index = 1, of = 1] = part.split('/').map(Number);
  const mine = fixturesNamed(root, names).filter((_, at) => at % of === index - 1);
  const grader = await openGrader(root, 'auto', 'auto');
  try {
    for (const fixture of mine) {
      const exercise = grader.course.exercises.find(({ id }) => id === fixture.exercise);
      if (!exercise) throw new UsageError(`${fixture.name}: there is no exercise ${fixture.exercise}.`);
      for (let seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
        process.send?.(await verdictOn(grader, fixture, exercise, seed));
      }
    }
    return 0;
  } finally {
    await closeGrader(grader);
  }
}

function fixturesNamed(root: string, names: readonly string[]): Fixture[] {
  const all = readFixtures(root);
  return all.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
}

function counted(verdicts: readonly Verdict[], seeds: number): string {
  const files = (kind: Fixture['kind'] | null) =>
    new Set(verdicts.filter((each) => kind === null || each.kind === kind).map(({ fixture }) => fixture))
      .size;
  return (
    `${files(null)} fixtures on ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}: ${files('wrong')} wrong and named, ` +
    `${files('unnamed')} wrong without a name, ${files('odd')} right but odd.\n`
  );
}

function faultOf({ fixture, seed, fault }: Verdict): string[] {
  return fault === null ? [] : [`${fixture}, seed ${seed}: ${fault}`];
}
