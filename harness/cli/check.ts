// `check`: the course itself. Every solution passes, every stub scores 0 and says so kindly, every fixture is judged right.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { readCourse } from '../course.ts';
import { courseFaults } from '../verdicts/courseFaults.ts';
import { fixturesNamed, readFixtures, type Fixture } from '../verdicts/fixtures.ts';
import { qualityPage } from '../verdicts/qualityTable.ts';
import { VerdictRecord } from '../verdicts/record.ts';
import { verdictOn, type Verdict } from '../verdicts/verdict.ts';
import { gradeInWorkers, type Task } from '../verdicts/workers.ts';
import { serveTasks } from '../worker.ts';
import type { ExitCode } from './main.ts';
import { closeGrader, openGrader, openSandbox } from './open.ts';
import { Progress } from './progress.ts';
import { fromCaller, oneOf, readWhole, readWords, UsageError } from './usage.ts';

/** The first of the seeds tried, where --from names no other; the others follow it, so that a failure can be had again by its seed. */
const FIRST_SEED = 20_260_900;
/** Seeds are whole numbers of 32 bits. */
const LAST_SEED = 2 ** 32 - 1;

const OPTIONS = {
  seeds: { type: 'string', default: '1' },
  from: { type: 'string', default: String(FIRST_SEED) },
  only: { type: 'string', default: 'all' },
  jobs: { type: 'string', default: String(os.availableParallelism()) },
  table: { type: 'string' },
  record: { type: 'string' },
  worker: { type: 'boolean', default: false },
} as const;

interface Seeds {
  first: number;
  count: number;
}

const PARTS = ['all', 'course', 'fixtures'] as const;

/**
 * Checks solutions and stubs (--only course) and fixtures (--only fixtures), by default both, on --seeds N,
 * by default the same ones each time, or those --from SEED on. Names, if any,
 * choose fixtures by a part of their path. --table FILE writes how good the verdicts were; --record FILE keeps which were right,
 * and takes from it those that this very code made before, so that a proof of hours can be stopped and gone on with.
 */
export async function checkCommand(words: string[], root: string): Promise<ExitCode> {
  const { values, positionals: names } = readWords(words, OPTIONS);
  if (values.worker) return work(root);
  const seeds = {
    first: readWhole('from', values.from, [0, LAST_SEED]),
    count: readWhole('seeds', values.seeds, [1, Infinity]),
  };
  const jobs = readWhole('jobs', values.jobs, [1, Infinity]);
  const only = oneOf('only', values.only, PARTS);
  const fixtures = fixturesNamed(root, names);
  if (names.length > 0 && fixtures.length === 0)
    throw new UsageError(`No fixture under tests/submissions has ${names.join(' or ')} in its path.`);
  const faults = only === 'fixtures' ? [] : await onCourse(root, names, seeds);
  if (only !== 'course') {
    const record = values.record && fromCaller(values.record);
    const verdicts = await onFixtures(root, fixtures, { seeds, jobs, record });
    process.stdout.write(counted(verdicts, seeds.count));
    faults.push(...verdicts.flatMap(faultOf));
    if (values.table !== undefined)
      writeFileSync(fromCaller(values.table), qualityPage(verdicts, seeds.count));
  }
  for (const fault of faults) process.stdout.write(`  ${fault}\n`);
  process.stdout.write(faults.length === 0 ? 'The course holds.\n' : `${faults.length} faults.\n`);
  return faults.length === 0 ? 0 : 1;
}

/** Solutions and stubs: of all exercises, or of those whose id or fixtures were named. */
async function onCourse(root: string, names: readonly string[], seeds: Seeds): Promise<string[]> {
  const grader = await openGrader(root, 'auto', 'auto');
  const fixtures = fixturesNamed(root, names);
  const exercises = grader.course.exercises.filter(
    ({ id }) =>
      names.length === 0 ||
      names.some((name) => id.includes(name)) ||
      fixtures.some(({ exercise }) => exercise === id),
  );
  try {
    return await courseFaults(grader, exercises, seeds);
  } finally {
    await closeGrader(grader);
  }
}

/** The verdicts on fixtures by name and seed; those that the file `record` holds already are not made again. */
async function onFixtures(
  root: string,
  fixtures: readonly Fixture[],
  { seeds, jobs, record: file }: { seeds: Seeds; jobs: number; record: string | undefined },
): Promise<Verdict[]> {
  const record = file === undefined ? null : await openRecord(root, file, fixtures);
  const tasks = fixtures.flatMap(({ name }) => tasksOf(name, seeds));
  const known = tasks.flatMap((task) => record?.recall(task) ?? []);
  const waiting = record ? tasks.filter((task) => !record.recall(task)) : tasks;
  const progress = new Progress(waiting.length);
  const verdicts: Verdict[] = [];
  try {
    await gradeInWorkers(root, waiting, jobs, async (verdict) => {
      verdicts.push(verdict);
      progress.step(`${verdict.fixture}, seed ${verdict.seed}`);
      await record?.add(verdict);
    });
  } finally {
    progress.end();
    await record?.keep();
  }
  if (record) process.stdout.write(`${known.length} of ${tasks.length} verdicts were in ${file}.\n`);
  return [...known, ...verdicts].toSorted((a, b) =>
    a.fixture === b.fixture ? a.seed - b.seed : a.fixture < b.fixture ? -1 : 1,
  );
}

async function openRecord(root: string, file: string, fixtures: readonly Fixture[]): Promise<VerdictRecord> {
  const course = readCourse(root);
  const { name: sandbox } = await openSandbox(root, course, 'auto');
  return VerdictRecord.open({ root, exercises: course.exercises, sandbox }, file, fixtures);
}

/** As a process that another `check` started: grades what that one sends. */
async function work(root: string): Promise<ExitCode> {
  const fixtures = new Map(readFixtures(root).map((fixture) => [fixture.name, fixture]));
  const grader = await openGrader(root, 'auto', 'auto');
  try {
    await serveTasks(async (task) => {
      const { fixture: name, seed } = task as Task;
      const fixture = fixtures.get(name);
      const exercise = grader.course.exercises.find(({ id }) => id === fixture?.exercise);
      if (!fixture || !exercise) throw new UsageError(`${name}: there is no such exercise or fixture.`);
      const submission = { ...fixture.submission }; // another one, which nothing is remembered of
      return verdictOn(grader, { ...fixture, submission }, exercise, seed);
    });
    return 0;
  } finally {
    await closeGrader(grader);
  }
}

function tasksOf(fixture: string, { first, count }: Seeds): Task[] {
  return Array.from({ length: count }, (_, index) => ({ fixture, seed: first + index }));
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
