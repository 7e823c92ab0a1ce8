// What a class costs: submissions a minute and how they scale with --jobs, the harness's share of the processor time, memory
// at its most and over many submissions, and Otter-Grader on the same exercise.

import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ceiling } from './ceiling.ts';
import { otterRate } from './otter.ts';
import type { Kind, Reading } from './processWatch.ts';
import { withPublishedMatrix } from './publishedMatrix.ts';
import { buildFirst, gradeBatch, type Graded, type Make } from './watchedBatch.ts';

/** Right submissions; HANDGRAD_BENCH_N names another number. */
const COUNT = Number(process.env.HANDGRAD_BENCH_N ?? 8);

/** Submissions for memory alone, such as 2000; none of the rest is measured then. */
const MANY = Number(process.env.HANDGRAD_BENCH_MEMORY ?? 0);

/** Of those many, every so many-th is right and costs a student's process; the others are stubs. */
const EVERY_RIGHT = 20;

/** When memory is read, as shares of all results. */
const MARKS = [0.1, 0.5, 1];

/** Memory that grows by less between the first and the last mark is the garbage collector's to and fro (times). */
const FLAT = 1.15;

/** Fewer results are no steady run, whose share without its start would say something. */
const STEADY = 4;

/** Of a student's process its last moments are not seen, a tenth of it; a machine that spends more beside us does other work. */
const NOISY = 1.3;

const EXERCISES = ['01', '02', '03', '04', '05'];

const root = path.resolve(import.meta.dirname, '..');

/** Lines for the terminal. */
export async function batch(): Promise<string[]> {
  await buildFirst();
  if (MANY > 0) return memoryOverMany();
  const one = await gradeRight(EXERCISES, 1);
  const two = await gradeRight(EXERCISES, 2);
  const published = await withPublishedMatrix((copy) => gradeRight(EXERCISES, 2, copy));
  const most = await ceiling();
  return [
    `${COUNT} right submissions of 01 to 05, each with a seed of its own, on ${os.availableParallelism()} cores; each run from its start`,
    rateLine('--jobs 1', one.seconds, one.seconds),
    rateLine('--jobs 2 (goal: 1.8 x where there are two idle cores)', two.seconds, one.seconds),
    valueLine('  the most that it can be here: two plain loops against one', `${most.toFixed(2)} x`),
    ...shares('--jobs 1', one),
    ...shares('--jobs 2', two),
    ...sharesOfPublished(two, published),
    ...peaks('--jobs 2', two),
    ...(await besideOtter()),
  ];
}

/** Throws where one of them does not pass: a wrong one costs something else. */
async function gradeRight(exercises: string[], jobs: number, project?: string): Promise<Graded> {
  const right = filesOf('solutions', exercises);
  const words = ['--only', exercises.join(','), '--jobs', String(jobs)];
  const graded = await gradeBatch(COUNT, (index) => marked(right, index), words, project);
  if (graded.passed !== COUNT)
    throw new Error(`${graded.passed} of ${COUNT} right submissions passed, so there is nothing to compare.`);
  return graded;
}

function filesOf(folder: string, exercises: string[]): Record<string, string> {
  const names = readdirSync(path.join(root, folder)).filter((name) => exercises.includes(name.slice(0, 2)));
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(root, folder, name), 'utf8')]));
}

/** The same work with another content, and so with another seed. */
function marked(files: Record<string, string>, index: number): ReturnType<Make> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, `// Submission ${index}\n${text}`]),
  );
}

/** The harness's processor time against the students', over the whole run and without its start. */
function shares(name: string, { readings, seconds }: Graded): string[] {
  const [start, first, last] = [readings[0], readings[1], readings.at(-1)];
  if (!start || !first || !last)
    return [`${name}: the harness's share cannot be told: there is no /proc that tells of processes here`];
  const all = spent(start, last);
  const lines = [
    valueLine(`${name}: processor time of our own processes`, secondsOf(all.own)),
    valueLine("  of the students' processes, as far as it was seen", secondsOf(all.seen)),
    valueLine('  of all else on this machine, the students included', secondsOf(all.rest)),
    // One job overlaps too: its next student's process starts while it judges. What two can gain is the rest of the cores.
    valueLine('  cores kept busy, on average', ((all.own + all.rest) / 1000 / seconds).toFixed(2)),
    `  our processes above the students': ${shareOf(all)}`,
  ];
  if (COUNT >= STEADY)
    lines.push(`    the same from the first result to the last: ${shareOf(spent(first, last))}`);
  return lines;
}

/**
 * (our processes + the students' here) / (the students' with the published package) - 1. The sandbox's copy of ml-matrix is faster
 * than what students have at home: what grading costs is held against what their code costs there.
 */
function sharesOfPublished(graded: Graded, published: Graded): string[] {
  const [ours, theirs] = [whole(graded), whole(published)];
  if (!ours || !theirs) return [];
  const above = (students: 'rest' | 'seen') => percent((ours.own + ours[students]) / theirs[students] - 1);
  const isQuiet = [ours, theirs].every(({ rest, seen }) => rest <= NOISY * seen);
  return [
    valueLine("  of the students' processes with ml-matrix as published", secondsOf(theirs.rest)),
    `  harness above the students' own compute, with that: ${isQuiet ? above('rest') : 'not to be told, this machine was not quiet'}; ` +
      `of what was seen of them ${above('seen')} (goal: 25 % at most)`,
  ];
}

/** From the start to the last result. */
function whole({ readings }: Graded): Spent | null {
  const [start, last] = [readings[0], readings.at(-1)];
  return start && last ? spent(start, last) : null;
}

interface Spent {
  own: number;
  seen: number;
  rest: number;
}

/** Milliseconds of processor time between two readings. */
function spent(from: Reading, to: Reading): Spent {
  const own = to.ownMs - from.ownMs;
  return { own, rest: to.machineMs - from.machineMs - own, seen: to.seenStudentMs - from.seenStudentMs };
}

/** What was seen of the students is the least that they spent, and what the machine spent beside us the most. */
function shareOf({ own, seen, rest }: Spent): string {
  if (rest > NOISY * seen) return `${percent(own / seen)} at most; this machine was not quiet`;
  return `${percent(own / rest)}, on a machine taken to be quiet; ${percent(own / seen)} at most`;
}

function peaks(name: string, { watch }: Graded): string[] {
  if (!watch) return [];
  const largest = (kind: Kind) => mib(watch.largest.get(kind) ?? 0);
  return [
    valueLine(`${name}: memory of our own processes together, at its most`, mib(watch.mostTogether)),
    valueLine('  the coordinator, at its most', largest('coordinator')),
    valueLine('  the largest process that grades', largest('grader')),
    valueLine('  the largest bundler', largest('bundler')),
    valueLine("  the largest student's process", largest('student')),
  ];
}

async function besideOtter(): Promise<string[]> {
  const ours = await gradeRight(['01'], 1);
  const otter = await otterRate(COUNT);
  const own = rateLine('01 alone, --jobs 1, each in a sandbox', ours.seconds, ours.seconds);
  if (typeof otter === 'string') return [own, `Otter-Grader: ${otter}`];
  return [
    own,
    rateLine(`otter run ${otter.version} on the same inputs and checks`, otter.seconds, ours.seconds),
    '  which has no sandbox and no limits there, and runs the tests in the process of the submission',
  ];
}

/** Whether a long batch grows: cheap submissions, and what its processes hold on the way. */
async function memoryOverMany(): Promise<string[]> {
  const [right, stub] = [filesOf('solutions', ['01']), filesOf('exercises', ['01'])];
  const make: Make = (index) => marked(index % EVERY_RIGHT === 0 ? right : stub, index);
  const { readings, seconds } = await gradeBatch(MANY, make, ['--only', '01', '--jobs', '2']);
  const results = readings.slice(1);
  const at = (share: number) => results[Math.ceil(share * results.length) - 1];
  const [first, last] = [at(MARKS[0] ?? 0), at(1)];
  if (!first || !last) return ['Memory cannot be told: there is no /proc that tells of processes here'];
  return [
    `${MANY} submissions of 01, one in ${EVERY_RIGHT} right and the others stubs, --jobs 2, in ${seconds.toFixed(0)} s`,
    ...MARKS.map((share) => valueLine(`resident after ${percent(share)}`, inWords(at(share) ?? last))),
    ...(['coordinator', 'grader'] as const).map((kind) => {
      const ratio = heldBy(last, kind) / heldBy(first, kind);
      const verdict = ratio <= FLAT ? 'flat' : `not flat: more than ${FLAT} x`;
      return valueLine(`  ${kind}: the last against the first`, `${ratio.toFixed(2)} x  ${verdict}`);
    }),
  ];
}

function inWords({ held }: Reading): string {
  const each = (kind: Kind) => held.filter((one) => one.kind === kind).map(({ bytes }) => mib(bytes));
  return `coordinator ${each('coordinator').join()}, graders ${each('grader').join(' and ')}`;
}

/** The most that one of them holds (bytes). */
function heldBy({ held }: Reading, kind: Kind): number {
  return Math.max(...held.filter((one) => one.kind === kind).map(({ bytes }) => bytes));
}

function rateLine(what: string, seconds: number, peer: number): string {
  const rate = `${((60 * COUNT) / seconds).toFixed(1).padStart(6)} a minute`;
  return `${valueLine(what, rate)}  ${(peer / seconds).toFixed(2).padStart(6)} x`;
}

function valueLine(what: string, value: string): string {
  return `${what.padEnd(70)} ${value}`;
}

function secondsOf(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function mib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}
