// How a worker begins and ends, and what it and a batch say of each other, over a real Redis.

import { Queue } from 'bullmq';
import { describe, expect, it } from 'vitest';
import { queueOf, type JobData } from '../../../harness/batch/jobs.ts';
import { jobIdOf, packResult, type Sent } from '../../../harness/batch/parcel.ts';
import { connectRedis, PREFIX } from '../../../harness/batch/redis.ts';
import type { Result } from '../../../harness/result.ts';
import { batchOn, gradeOf, jobsIn, startRedis, taskOf, triesOf, until, VERSION, workerOn } from './queue.ts';
import { skippedWithoutRedis, type RedisServer } from './redisServer.ts';

const isSkipped = skippedWithoutRedis('tests of workers');

/** A grading that ends when it is told to. */
function gate() {
  const state = { isOpen: false, isAbandoned: false, waiting: 0 };
  const grade = async (sent: Sent): Promise<Result> => {
    state.waiting++;
    await until(() => state.isOpen || state.isAbandoned);
    if (state.isAbandoned) throw new Error('the process that graded it died');
    return gradeOf(sent);
  };
  const abandon = () => {
    state.isAbandoned = true;
  };
  return { state, grade, abandon };
}

describe.skipIf(isSkipped)('a worker that is told to stop', () => {
  it('ends what it is grading, and takes nothing more', async () => {
    const server = await startRedis(false);
    const { crew } = await batchOn(server);
    const { state, grade, abandon } = gate();
    const { worker } = await workerOn(server, { grade, abandon, jobs: 1 });
    const [first, second] = [crew.grade(await taskOf('ada')), crew.grade(await taskOf('alan'))];
    await until(() => state.waiting === 1);
    worker.stop();
    state.isOpen = true;
    await worker.ended;
    expect(worker.counts).toEqual({ graded: 1, failed: 0, running: 0 });
    await workerOn(server);
    await expect(Promise.all([first, second])).resolves.toHaveLength(2);
  });

  it('twice hands it back, which is no try, and another worker takes it', async () => {
    const server = await startRedis(false);
    const { crew } = await batchOn(server);
    const { state, grade, abandon } = gate();
    const { worker } = await workerOn(server, { grade, abandon });
    const grading = crew.grade(await taskOf('ada'));
    await until(() => state.waiting === 1);
    worker.stop();
    worker.stop();
    await worker.ended;
    expect(worker.counts).toEqual({ graded: 0, failed: 0, running: 0 });
    const [job = ''] = await jobsIn(server);
    expect(await triesOf(server, job)).toBe(0);
    await workerOn(server);
    await expect(grading).resolves.toMatchObject({ status: 'passed' });
  });
});

describe.skipIf(isSkipped)('a batch and a worker', () => {
  it('end though Redis is away', async () => {
    const server = await startRedis(false);
    const { crew, said } = await batchOn(server);
    const { worker } = await workerOn(server);
    await server.stop();
    await until(() => said.length > 0);
    await expect(crew.close()).resolves.toBeUndefined();
    worker.stop();
    await expect(worker.ended).resolves.toBeUndefined();
  });
});

describe.skipIf(isSkipped)(
  'a submission that was graded by a worker which died before it could say so',
  () => {
    it('is not graded again', async () => {
      const server = await startRedis(false);
      const { crew } = await batchOn(server);
      const task = await taskOf('ada');
      const id = jobIdOf(task, VERSION);
      const redis = await connectRedis(server.url, () => {});
      const queue = new Queue<JobData>(queueOf(VERSION), { connection: redis, prefix: PREFIX });
      const { submission, seed, exercises } = task;
      const answer = packResult(gradeOf({ submission: { ...submission, id }, seed, exercises }));
      await queue.add('grade', { parcel: '', answer }, { jobId: id });
      const { worker } = await workerOn(server);
      await expect(crew.grade(task)).resolves.toMatchObject({ sha256: submission.sha256 });
      expect(worker.counts.graded).toBe(0);
      await queue.close();
      redis.disconnect();
    });
  },
);

describe.skipIf(isSkipped)('a worker that can grade nothing', () => {
  it('stops after five submissions in a row, and says why', async () => {
    const server = await startRedis(false);
    const { crew } = await batchOn(server);
    const { worker } = await workerOn(server, {
      jobs: 5,
      grade: () => Promise.reject(new Error('the disk is full')),
    });
    const tasks = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => taskOf(id)));
    const gradings = Promise.allSettled(tasks.map((task) => crew.grade(task)));
    await expect(worker.ended).rejects.toThrow(
      '5 submissions in a row could not be graded here, the last because the disk is full. This worker stops; others go on.',
    );
    await workerOn(server);
    await gradings;
  });
});

describe.skipIf(isSkipped)('where versions differ', () => {
  it('batch and worker both say so, and nothing is taken', async () => {
    const server = await startRedis(false);
    const { crew, said } = await batchOn(server);
    const other = await workerOn(server, { version: 'bbbb' });
    const grading = crew.grade(await taskOf('ada'));
    await until(() => said.length > 0 && other.said.length > 0);
    expect(said).toEqual([
      `Only workers of another version of the grader are there (bbbb; this batch is ${VERSION}): ` +
        'put the same code and the same major version of Node on both.',
    ]);
    expect(other.said).toEqual([
      `A batch of another version of the grader waits (${VERSION}; this worker is bbbb), and nothing of it is taken here: ` +
        'put the same code and the same major version of Node on both.',
    ]);
    expect(other.worker.counts.graded).toBe(0);
    await workerOn(server);
    await expect(grading).resolves.toMatchObject({ status: 'passed' });
  });
});

describe.skipIf(isSkipped)('a batch without workers', () => {
  it('says after a while how to start one, and goes on when there is one', async () => {
    const server = await startRedis(false);
    const { crew, said } = await batchOn(server, { patienceMs: 1000 });
    const grading = crew.grade(await taskOf('ada'));
    await until(() => said.length > 0);
    expect(said).toEqual([
      'No worker has taken anything for 1 s: start one with npm run grade:worker -- --redis URL.',
    ]);
    await workerOn(server);
    await expect(grading).resolves.toMatchObject({ status: 'passed' });
  });

  it('keeps a bounded number of submissions on the queue, more with more workers', async () => {
    const server = await startRedis(false);
    const before = await batchOn(server);
    expect(before.crew.size).toBe(64);
    await workerOn(server, { jobs: 100 });
    await untilSize(server, 400);
    await workerOn(server, { jobs: 100_000 });
    await untilSize(server, 2000);
  });
});

/** Waits until a new batch sees workers enough for a window of this size. */
function untilSize(server: RedisServer, size: number): Promise<void> {
  return until(async () => (await batchOn(server)).crew.size === size);
}
