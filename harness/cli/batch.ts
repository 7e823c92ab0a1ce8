// `npm run grade:batch -- DIR`: grade everything that was handed in, and write the gradebook and the page of the class.

import os from 'node:os';
import path from 'node:path';
import { DEVICE_CHOICES } from '../../reference/devices.ts';
import { isWorksheetOf } from '../../reports/gradebook/moodle.ts';
import { withoutCommands } from '../../reports/runnerText.ts';
import type { Crew } from '../batch/crew.ts';
import { readInputs, type Inputs } from '../batch/inputs.ts';
import { Journal, JOURNAL } from '../batch/journal.ts';
import { LocalCrew } from '../batch/localCrew.ts';
import { lockFolder } from '../batch/lock.ts';
import { drawsOf, RECORD_SCHEMA, removeRecord, rulesHash, type BatchRecord } from '../batch/record.ts';
import { RedisCrew } from '../batch/redisCrew.ts';
import { gradeSeats, type Batch } from '../batch/run.ts';
import { readShard, shareOf, type Shard } from '../batch/shard.ts';
import { shown } from '../batch/unreadable.ts';
import { graderVersion } from '../batch/version.ts';
import { headingOf, writeClass } from '../batch/writeClass.ts';
import { readCourse, type ExerciseSpec } from '../course.ts';
import type { Entry } from '../gradebook.ts';
import { SANDBOX_CHOICES, type SandboxChoice } from '../sandbox/probe.ts';
import { mustBeOfThisShard, mustLieApart } from './batchOut.ts';
import { ClassProgress } from './classProgress.ts';
import { classSummary } from './classSummary.ts';
import { chosenExercises } from './exercises.ts';
import { BATCH_HELP } from './help.ts';
import type { ExitCode } from './main.ts';
import { openGrader, projectVersion } from './open.ts';
import { readRedisUrl } from './redisUrl.ts';
import { courseSecret } from './secret.ts';
import { serve } from './serve.ts';
import { fromCaller, oneOf, readSeed, readWhole, readWords, shortened, UsageError } from './usage.ts';

/** A process each; beyond this the machine is out of memory first. */
const MOST_JOBS = 256;

/** One a processor. */
const DEFAULT_JOBS = Math.min(MOST_JOBS, os.availableParallelism());

const OPTIONS = {
  out: { type: 'string' },
  roster: { type: 'string' },
  course: { type: 'string' },
  overrides: { type: 'string' },
  'moodle-worksheet': { type: 'string' },
  'canvas-assignment': { type: 'string' },
  only: { type: 'string', default: '' },
  jobs: { type: 'string', default: String(DEFAULT_JOBS) },
  shard: { type: 'string', default: '1/1' },
  redis: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  seed: { type: 'string' },
  device: { type: 'string', default: 'auto' },
  sandbox: { type: 'string', default: 'auto' },
  worker: { type: 'boolean', default: false }, // as a process of another batch
  help: { type: 'boolean', default: false },
} as const;

/** How this run goes about it. */
interface Manner {
  root: string;
  out: string;
  device: string;
  sandbox: SandboxChoice;
  jobs: number;
  redis: string | null;
  shard: Shard;
  isFresh: boolean;
  seed: number | null;
  only: string[];
}

/** Grades what lies in DIR, or the share of it that --shard names, and goes on where an earlier run was cut off. */
export async function batchCommand(words: string[], root: string): Promise<ExitCode> {
  const { values, positionals } = readWords(words, OPTIONS);
  if (values.help) {
    process.stdout.write(BATCH_HELP);
    return 0;
  }
  const { course } = values;
  const file = (given: string | undefined) => (given === undefined ? undefined : fromCaller(given));
  if (values.worker)
    return serve(
      await openGrader(root, values.device, values.sandbox as SandboxChoice, {
        course: readCourse(root, course),
      }),
    );
  const [given, ...others] = positionals;
  if (given === undefined || others.length > 0)
    throw new UsageError('Name the one folder that holds the submissions: npm run grade:batch -- DIR.');
  const folder = fromCaller(given);
  const manner = mannerOf(values, root, path.basename(folder));
  mustLieApart(folder, manner.out);
  if (!manner.isFresh) mustBeOfThisShard(manner.out, manner.shard);
  const inputs = await readInputs(root, folder, {
    named: {
      roster: file(values.roster),
      course: file(course),
      overrides: file(values.overrides),
      worksheet: file(values['moodle-worksheet']),
    },
    assignment: values['canvas-assignment'],
    out: manner.out,
  });
  const exercises = chosenExercises(inputs.course, manner.only);
  mustShareLimits(inputs, manner);
  warnOfForeignWorksheet(inputs);
  const unlock = lockFolder(manner.out);
  try {
    return await gradeClass(inputs, exercises, manner);
  } finally {
    unlock();
  }
}

type Values = ReturnType<typeof readWords<typeof OPTIONS>>['values'];

function mannerOf(values: Values, root: string, name: string): Manner {
  const shard = readShard(values.shard);
  if (!shard) throw new UsageError(`--shard ${values.shard} is no share such as 2/4, the second of four.`);
  return {
    root,
    out: values.out === undefined ? usualOut(root, name, shard) : fromCaller(values.out),
    device: oneOf('device', values.device, DEVICE_CHOICES),
    sandbox: oneOf('sandbox', values.sandbox, SANDBOX_CHOICES),
    jobs: readWhole('jobs', values.jobs, [1, MOST_JOBS]),
    redis: values.redis === undefined ? null : readRedisUrl(values.redis),
    shard,
    isFresh: values.fresh,
    seed: readSeed(values.seed),
    only: values.only
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  };
}

/** Shards have a folder each: two that run at once would write one gradebook. */
function usualOut(root: string, name: string, { index, count }: Shard): string {
  return path.join(root, 'reports', 'out', count === 1 ? name : `${name}-shard-${index}-of-${count}`);
}

/** Throws UsageError where workers elsewhere would have other limits than these inputs ask for. */
function mustShareLimits({ hasOwnLimits }: Inputs, { redis }: Manner): void {
  if (redis !== null && hasOwnLimits)
    throw new UsageError(
      'Workers have limits of their own: with --redis they belong into the course.yaml of the project, the same everywhere.',
    );
}

/** A worksheet of another class would come back as it was, without a grade in it. */
function warnOfForeignWorksheet({ worksheet, seats }: Inputs): void {
  const ids = seats.map(({ id }) => id);
  if (worksheet === null || isWorksheetOf(worksheet, ids)) return;
  process.stderr.write(
    `The Moodle worksheet has no row for anyone here: in it students are Participant 123, here ${withoutCommands(shown(ids[0] ?? 'nobody'))}. moodle.csv will hold no grades.\n`,
  );
}

async function gradeClass(
  inputs: Inputs,
  exercises: readonly ExerciseSpec[],
  manner: Manner,
): Promise<ExitCode> {
  const { root, out, shard, device, sandbox, seed } = manner;
  const version = graderVersion(root);
  const headings = exercises.map(headingOf);
  const { policy, overrides } = inputs;
  const batch: Batch = {
    ...{ root, out, version, exercises, device, sandbox, seed },
    secret: courseSecret(),
    rules: { exercises: headings, policy, overrides },
  };
  const crew = await openCrew(manner, inputs, version);
  try {
    removeRecord(out); // now that there is a crew: what an earlier run came to is not forgotten for nothing
    const entries = await gradeShare(batch, inputs, { crew, shard, isFresh: manner.isFresh });
    const record: BatchRecord = {
      schema: RECORD_SCHEMA,
      handgrad: projectVersion(root),
      version,
      title: inputs.title,
      exercises: headings,
      seats: inputs.seats.map(({ id }) => id),
      assignment: inputs.assignment,
      worksheet: inputs.worksheet,
      draws: drawsOf(batch),
      rules: rulesHash(batch.rules),
      shard,
      entries,
    };
    const written = await writeClass(root, out, inputs.course, record);
    process.stdout.write(classSummary(record, written.map(shortened)));
    return entries.some(({ status }) => status === 'errored') ? 3 : 0;
  } finally {
    await crew.close();
  }
}

async function gradeShare(
  batch: Batch,
  inputs: Inputs,
  { crew, shard, isFresh }: { crew: Crew; shard: Shard; isFresh: boolean },
): Promise<Entry[]> {
  const seats = shareOf(inputs.seats, shard);
  const progress = new ClassProgress(seats.length);
  const journal = Journal.open(path.join(batch.out, JOURNAL), { isFresh });
  try {
    const entries = await gradeSeats(batch, seats, {
      crew,
      journal,
      onEntry: (entry) => progress.add(entry),
    });
    progress.end();
    return entries;
  } finally {
    journal.close();
  }
}

function openCrew(
  { root, jobs, redis, device, sandbox, isFresh }: Manner,
  inputs: Inputs,
  version: string,
): Promise<Crew> {
  if (redis !== null) {
    if (device !== 'auto' || sandbox !== 'auto' || jobs !== DEFAULT_JOBS)
      process.stderr.write(
        'Each worker has --jobs, a --device and a --sandbox of its own: those named here count for none.\n',
      );
    return RedisCrew.open({ root, url: redis, version, isFresh });
  }
  const course = inputs.courseFile === null ? [] : ['--course', inputs.courseFile];
  const words = ['batch', '--worker', '--device', device, '--sandbox', sandbox, ...course];
  return Promise.resolve(new LocalCrew({ root, jobs, words, exercises: inputs.course.exercises }));
}
