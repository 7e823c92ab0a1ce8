// The command grade:worker: real processes on a real Redis, which are killed, restarted and stopped.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Task } from '../../harness/batch/crew.ts';
import { RedisCrew } from '../../harness/batch/redisCrew.ts';
import { graderVersion } from '../../harness/batch/version.ts';
import { jobsIn, startRedis, taskOf, until } from '../harness/batch/queue.ts';
import { skippedWithoutRedis, type RedisServer } from '../harness/batch/redisServer.ts';
import { root } from './command.ts';
import { descendantsOf } from './processes.ts';

const isSkipped = skippedWithoutRedis('tests of grade:worker');

/** A worker that was killed is missed when its lock has run out, after 30 s and two looks of 10 s; a busy machine adds to that. */
const TIMEOUT_MS = 240_000;

interface Running {
  child: ChildProcess;
  said: () => string;
  /** The code, or the signal that ended it. */
  ended: Promise<unknown>;
}

/** `npm run grade:worker -- WORDS`, without npm; ended with its test. */
function startWorker(...words: string[]): Running {
  const child = spawn(process.execPath, ['harness/launch.mjs', 'worker', ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => code ?? signal);
  return { child, said: () => stderr, ended };
}

/** The same one at a time in the sandbox that starts fastest: what is tested is the queue. */
const startOne = ({ url }: RedisServer) =>
  startWorker('--redis', url, '--jobs', '1', '--sandbox', 'permission');

async function batchOn({ url }: RedisServer): Promise<RedisCrew> {
  const crew = await RedisCrew.open({ root, url, version: graderVersion(root), say: () => {} });
  onTestFinished(() => crew.close());
  return crew;
}

const SOLUTION = readFileSync(path.join(root, 'solutions', '01-forward.ts'), 'utf8');
/** Sleeps while it is loaded, so that a worker is killed in the middle of something. */
const SLEEP = '\nAtomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);\n';
const WRONG = SOLUTION.replace('X.mmul(W).addRowVector(b)', 'X.mmul(W)');

/** Right and wrong ones in turn. */
function classOf(count: number): Promise<Task[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      taskOf(`student-${index}`, `${index % 2 === 0 ? SOLUTION : WRONG}${SLEEP}// ${index}\n`),
    ),
  );
}

describe.skipIf(isSkipped)('three workers', { timeout: TIMEOUT_MS }, () => {
  it('grade a class once each though one of them is killed and Redis is restarted', async () => {
    const server = await startRedis(true);
    const crew = await batchOn(server);
    const tasks = await classOf(12);
    let done = 0;
    const gradings = tasks.map(async (task) => {
      const digest = await crew.grade(task);
      done++;
      return digest;
    });
    const workers = [startOne(server), startOne(server), startOne(server)];
    await until(() => done >= 1);
    const [victim] = workers;
    await until(() => isGrading(victim));
    victim?.child.kill('SIGKILL');
    await server.restart();
    const digests = await Promise.all(gradings);
    expect(digests.map(({ sha256, status }) => [sha256, status])).toEqual(
      tasks.map(({ submission: { sha256 } }, index) => [sha256, index % 2 === 0 ? 'passed' : 'failed']),
    );
    expect(done).toBe(tasks.length);
    expect((await jobsIn(server)).length).toBe(0);
  });
});

/** Whether a student's process runs below the worker, which is none while the sandbox is only tried. */
function isGrading(worker: Running | undefined): boolean {
  if (!worker?.said().includes('Taking submissions')) return false;
  return descendantsOf(worker?.child.pid ?? 0).some(({ command }) => command.includes('child.cjs'));
}

describe.skipIf(isSkipped)('grade:worker', { timeout: TIMEOUT_MS }, () => {
  it('replaces a process of its own that dies, and tries the submission again', async () => {
    const server = await startRedis(false);
    const crew = await batchOn(server);
    const [task] = await classOf(1);
    if (!task) throw new Error('no task');
    const grading = crew.grade(task);
    const worker = startOne(server);
    await until(() => isGrading(worker));
    const serving = descendantsOf(worker.child.pid ?? 0).find(({ command }) => command.includes('--serve'));
    process.kill(serving?.pid ?? 0, 'SIGKILL');
    await expect(grading).resolves.toMatchObject({ status: 'passed', sandbox: 'permission' });
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(worker.said()).toContain('1 graded, 1 tries failed.');
  });

  it('ends what it is grading when it is told to stop, then ends with 0', async () => {
    const server = await startRedis(false);
    const crew = await batchOn(server);
    const [task] = await classOf(1);
    if (!task) throw new Error('no task');
    const grading = crew.grade(task);
    const worker = startOne(server);
    await until(() => isGrading(worker));
    worker.child.kill('SIGINT');
    await expect(grading).resolves.toMatchObject({ status: 'passed' });
    expect(await worker.ended).toBe(0);
    expect(worker.said()).toContain(`Taking submissions from ${server.url}, 1 at once, on `);
    expect(worker.said()).toContain('keeps accidents in, not attackers');
    expect(worker.said()).toContain('Stopping when the 1 under way are graded.\n1 graded, 0 tries failed.\n');
  });
});

describe('grade:worker without a queue', () => {
  it.each([
    ['no address', [], 2, '--redis takes an address such as'],
    ['no address of Redis', ['--redis', 'http://:secret@host'], 2, '--redis takes an address such as'],
    ['a name', ['--redis', 'redis://host', 'ada'], 2, 'grade:worker takes no names'],
    ['no jobs', ['--redis', 'redis://host', '--jobs', '0'], 2, '--jobs 0 is no whole number from 1.'],
    ['an address where nothing answers', ['--redis', 'redis://me:secret@127.0.0.1:1/2'], 3, '127.0.0.1:1/2'],
  ])('ends for %s in one sentence, without a password', async (_, words, code, sentence) => {
    const { ended, said } = startWorker(...words);
    expect(await ended).toBe(code);
    expect(said()).toContain(sentence);
    expect(said()).not.toContain('secret');
    expect(said().trim().split('\n').length).toBe(1);
  });
});
