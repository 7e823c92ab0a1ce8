// What the queue beyond one machine costs: bytes and CPU time a submission in Redis, in the batch and in a worker, and how many
// a second go through. CPU time is counted beside the clock, since it says the same on a machine that does other things too.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import type { Task } from '../harness/batch/crew.ts';
import { Jobs } from '../harness/batch/jobs.ts';
import { packResult, packTask } from '../harness/batch/parcel.ts';
import { connectRedis } from '../harness/batch/redis.ts';
import { RedisCrew } from '../harness/batch/redisCrew.ts';
import { graderVersion } from '../harness/batch/version.ts';
import { readCourse } from '../harness/course.ts';
import type { Result } from '../harness/result.ts';
import { readSubmission, type Submission } from '../harness/submission.ts';
import { writeReports } from '../harness/write.ts';
import { RedisServer } from '../tests/harness/batch/redisServer.ts';

/** Submissions through the queue that nobody grades; HANDGRAD_JOBS names another number. */
const JOBS = Number(process.env.HANDGRAD_JOBS ?? 2_000);

/** Submissions of stubs that are graded. */
const GRADED = 20;

/** Times that reports are written again. */
const WRITTEN = 20;

/** Jobs on the queue at once: those of 16 workers with a core each. */
const WINDOW = 64;

const root = path.resolve(import.meta.dirname, '..');
/** Where all of a run lies, the result of the solutions in it, and what is graded; there when the benchmark begins. */
let folder = '';
let answerFile = '';
let exercises: string[] = [];

/** Lines for the terminal. */
export async function queue(): Promise<string[]> {
  folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-queue-'));
  answerFile = path.join(folder, 'solutions', 'result.json');
  exercises = readCourse(root).exercises.map(({ id }) => id);
  try {
    const stubs = readSubmission(path.join(root, 'exercises'));
    const solutions = readSubmission(path.join(root, 'solutions'));
    const graded = await gradedForReal(stubs, solutions);
    const parcel = packTask(taskOf(solutions, 0), 'id');
    return [
      ...sizes({ stubs, solutions }),
      ...(await throughput(parcel)),
      ...(await plainRedis(parcel)),
      await reporting('stubs', path.join(folder, 'out', '0', 'result.json')),
      await reporting('the solutions', answerFile),
      ...graded,
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizes(submissions: Record<string, Submission>): string[] {
  const lines = Object.entries(submissions).map(([name, submission]) => {
    const bytes = [...submission.files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    return line(`${name}: files`, `${bytes} bytes, as a job ${packTask(taskOf(submission, 0), 'id').length}`);
  });
  const result = readFileSync(answerFile, 'utf8');
  const answer = packResult(JSON.parse(result) as Result).length;
  return [...lines, line('result of the solutions', `${result.length} bytes, as an answer ${answer}`)];
}

/** All through the queue as large as the solutions and their result are, with a worker that answers at once. */
async function throughput(parcel: string): Promise<string[]> {
  const server = await RedisServer.start({ keepsData: false });
  const redis = await connectRedis(server.url, console.error);
  const jobs = new Jobs(redis, 'bench');
  const first = jobs.run('s-first', () => parcel);
  const held = await heldBy(redis, 's-first');
  const worker = workerOf('bench/queueWorker.ts', server.url, 'bench', answerFile);
  try {
    await first; // all is loaded now
    const [cpu, redisCpu, started] = [process.cpuUsage(), await redisCpuMs(redis), performance.now()];
    await inLanes(WINDOW, JOBS, async (index) => {
      await jobs.run(`s-${index}x`, () => parcel);
      await jobs.remove(`s-${index}x`);
    });
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const redisMs = (await redisCpuMs(redis)) - redisCpu;
    const peak = Number(/used_memory_peak:(\d+)/.exec(await redis.info('memory'))?.[1]);
    worker.child.kill();
    const workerMs = Number(await worker.printed);
    return [
      line('a job of the solutions in Redis', `${held} bytes`),
      line(`${JOBS} of them, ${WINDOW} at once, nothing graded`, `${(JOBS / seconds).toFixed(0)} a second`),
      line('  CPU of the batch', perJob((user + system) / 1000 / JOBS)),
      line('  CPU of Redis', perJob(redisMs / JOBS)),
      line('  CPU of a worker beside its grading', perJob(workerMs)),
      line('  memory of Redis at its most', mib(peak)),
      line('  memory of the batch', mib(process.memoryUsage.rss())),
    ];
  } finally {
    await jobs.close();
    redis.disconnect();
    worker.child.kill();
    await server.remove();
  }
}

/** Bytes of a job that waits. */
async function heldBy(redis: Redis, id: string): Promise<number> {
  for (;;) {
    const [key] = await redis.keys(`*:${id}`);
    if (key !== undefined) return (await redis.memory('USAGE', key)) ?? 0;
  }
}

/** What the batch does with an answer, again and again. */
async function reporting(name: string, file: string): Promise<string> {
  const result = JSON.parse(readFileSync(file, 'utf8')) as Result;
  const out = path.join(folder, 'again');
  const write = () => writeReports({ root, out, result, formats: ['html', 'json'] });
  const written = await write(); // all is loaded now
  const bytes = written.reduce((sum, each) => sum + statSync(each).size, 0);
  const cpu = process.cpuUsage();
  for (let count = 0; count < WRITTEN; count++) await write();
  const { user, system } = process.cpuUsage(cpu);
  const cost = perJob((user + system) / 1000 / WRITTEN);
  return line(`CPU of the batch for the reports of ${name}`, `${cost}, ${bytes} bytes`);
}

/** The floor: the bytes of as many submissions written to Redis, read and deleted, as many at once, without a queue. */
async function plainRedis(parcel: string): Promise<string[]> {
  const server = await RedisServer.start({ keepsData: false });
  const redis = new Redis(server.url);
  const started = performance.now();
  await inLanes(WINDOW, JOBS, async (index) => {
    await redis.set(`job-${index}`, parcel);
    await redis.get(`job-${index}`);
    await redis.del(`job-${index}`);
  });
  const seconds = (performance.now() - started) / 1000;
  const redisMs = await redisCpuMs(redis);
  redis.disconnect();
  await server.remove();
  return [
    line('peer: set, get and del of the same bytes', `${(JOBS / seconds).toFixed(0)} a second`),
    line('peer: CPU of Redis', perJob(redisMs / JOBS)),
  ];
}

/** The solutions once, then stubs, by a worker of one process. */
async function gradedForReal(stubs: Submission, solutions: Submission): Promise<string[]> {
  const server = await RedisServer.start({ keepsData: false });
  const worker = workerOf('harness/launch.mjs', 'worker', '--redis', server.url, '--jobs', '1');
  const crew = await RedisCrew.open({ root, url: server.url, version: graderVersion(root) });
  try {
    const digest = await crew.grade({ ...taskOf(solutions, 0), out: path.dirname(answerFile) });
    const started = performance.now();
    await inLanes(crew.size, GRADED, (index) => crew.grade(taskOf(stubs, index)));
    const seconds = (performance.now() - started) / 1000;
    return [
      line(`${GRADED} stubs graded by one process`, `${(seconds / GRADED).toFixed(2)} s each`),
      line('the solutions by one process', `${(digest.durationMs / 1000).toFixed(1)} s on ${digest.device}`),
      ...digest.exercises.map(({ id, durationMs }) =>
        line(`  checks of ${id}`, `${(durationMs / 1000).toFixed(1)} s`),
      ),
    ];
  } finally {
    await crew.close();
    worker.child.kill();
    await server.remove();
  }
}

/** As a batch does it: `size` at once, each followed by the next. */
async function inLanes(
  size: number,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: size }, lane));
}

function taskOf(submission: Submission, index: number): Task {
  const own = { ...submission, id: `student-${index}` };
  return { submission: own, exercises, seed: 1, out: path.join(folder, 'out', String(index)) };
}

function workerOf(script: string, ...words: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = once(child.stdout, 'data').then(([text]) => String(text));
  printed.catch(() => {});
  return { child, printed };
}

async function redisCpuMs(redis: Redis): Promise<number> {
  const text = await redis.info('cpu');
  const seconds = ['used_cpu_sys', 'used_cpu_user'].map((name) =>
    Number(new RegExp(`${name}:([\\d.]+)`).exec(text)?.[1]),
  );
  return 1000 * seconds.reduce((sum, each) => sum + each, 0);
}

function perJob(ms: number): string {
  return `${ms.toFixed(2)} ms a submission`;
}

function mib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}

function line(what: string, value: string): string {
  return `${what.padEnd(56)} ${value}`;
}
