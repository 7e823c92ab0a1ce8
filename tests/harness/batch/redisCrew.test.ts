// Batches and workers over a real Redis: everything comes back once, whatever is lost on the way.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TRIES } from '../../../harness/batch/jobs.ts';
import type { Sent } from '../../../harness/batch/parcel.ts';
import type { Result } from '../../../harness/result.ts';
import { batchOn, gradeOf, jobsIn, scoreOf, startRedis, taskOf, until, workerOn } from './queue.ts';
import { skippedWithoutRedis } from './redisServer.ts';

const isSkipped = skippedWithoutRedis('tests of the queue');

/** Ids of a class. */
const CLASS = Array.from({ length: 12 }, (_, index) => `student-${index}`);

describe.skipIf(isSkipped)('a class on the queue', () => {
  it('comes back with the digests and the reports of its own, and leaves no job behind', async () => {
    const server = await startRedis(false);
    const { crew } = await batchOn(server);
    await workerOn(server);
    const tasks = await Promise.all(CLASS.map((id) => taskOf(id)));
    const digests = await Promise.all(tasks.map((task) => crew.grade(task)));
    expect(digests.map(({ sha256, score }) => ({ sha256, score }))).toEqual(
      tasks.map(({ submission: { sha256 } }) => ({ sha256, score: scoreOf(sha256) })),
    );
    const [first] = tasks;
    const written = readFileSync(join(first?.out ?? '', 'result.json'), 'utf8');
    expect((JSON.parse(written) as Result).submission.id).toBe('student-0');
    expect(readFileSync(join(first?.out ?? '', 'index.html'), 'utf8')).toContain('student-0');
    expect((await jobsIn(server)).length).toBe(0);
  });

  it('is graded to the end though Redis loses everything in the middle', async () => {
    const server = await startRedis(false);
    const { crew, said } = await batchOn(server);
    let isRestarted = false;
    let graded = 0;
    const grade = async (sent: Sent) => {
      await until(() => isRestarted || graded < 3);
      graded++;
      return gradeOf(sent);
    };
    await workerOn(server, { grade });
    const grading = Promise.all((await Promise.all(CLASS.map((id) => taskOf(id)))).map((t) => crew.grade(t)));
    await until(() => graded === 3);
    await server.restart();
    isRestarted = true;
    expect((await grading).map(({ sha256, score }) => score === scoreOf(sha256))).toEqual(
      CLASS.map(() => true),
    );
    expect(said).toEqual([
      `Redis at ${server.url} does not answer; work goes on when it does.`,
      `Redis at ${server.url} answers again.`,
    ]);
  });

  it('is gone on with where a batch was cut off: what is done is not graded again', async () => {
    const server = await startRedis(false);
    const gradings: string[] = [];
    const grade = (sent: Sent) => {
      gradings.push(sent.submission.id);
      return Promise.resolve(gradeOf(sent));
    };
    const tasks = await Promise.all(CLASS.map((id) => taskOf(id)));
    const before = await batchOn(server);
    const cutOff = Promise.allSettled(tasks.map((task) => before.crew.grade(task)));
    await until(async () => (await jobsIn(server)).length === tasks.length);
    await before.crew.close();
    expect((await cutOff).map(({ status }) => status)).toEqual(CLASS.map(() => 'rejected'));
    const { worker } = await workerOn(server, { grade });
    await until(() => worker.counts.graded === tasks.length); // with nobody waiting
    const { crew } = await batchOn(server);
    const digests = await Promise.all(tasks.map((task) => crew.grade(task)));
    expect(digests.map(({ sha256 }) => sha256)).toEqual(tasks.map(({ submission }) => submission.sha256));
    expect(gradings.length).toBe(tasks.length);
    expect(new Set(gradings).size).toBe(tasks.length);
  });

  it('is graded anew with --fresh, whatever answers an earlier run left behind', async () => {
    const server = await startRedis(false);
    const task = await taskOf('ada');
    const before = await batchOn(server);
    const cutOff = before.crew.grade(task).catch(() => {});
    await until(async () => (await jobsIn(server)).length === 1);
    await before.crew.close();
    await cutOff;
    const { worker } = await workerOn(server);
    await until(() => worker.counts.graded === 1); // with nobody waiting
    const { crew } = await batchOn(server, { isFresh: true });
    await crew.grade(task);
    expect(worker.counts.graded).toBe(2);
  });
});

describe.skipIf(isSkipped)('a submission', () => {
  it(`that kills its process each time fails after ${TRIES} tries, and the others are graded`, async () => {
    const server = await startRedis(false);
    const { crew } = await batchOn(server);
    let tries = 0;
    const grade = (sent: Sent) => {
      if (!sent.submission.files.get('01-forward.ts')?.includes('poison'))
        return Promise.resolve(gradeOf(sent));
      tries++;
      return Promise.reject(new Error('the process that graded it died'));
    };
    const { worker } = await workerOn(server, { grade });
    const tasks = [await taskOf('bad', '// poison'), await taskOf('good')];
    const [bad, good] = await Promise.allSettled(tasks.map((task) => crew.grade(task)));
    expect(bad).toMatchObject({
      reason: { message: `it could not be graded in ${TRIES} tries: the process that graded it died.` },
    });
    expect(good?.status).toBe('fulfilled');
    expect(tries).toBe(TRIES);
    expect(worker.counts).toEqual({ graded: 1, failed: TRIES, running: 0 });
  });

  it('that failed is tried again by the next run', async () => {
    const server = await startRedis(false);
    const { crew } = await batchOn(server);
    let isBroken = true;
    const grade = (sent: Sent) =>
      isBroken ? Promise.reject(new Error('the disk is full')) : Promise.resolve(gradeOf(sent));
    await workerOn(server, { grade });
    const task = await taskOf('ada');
    await expect(crew.grade(task)).rejects.toThrow('the disk is full');
    isBroken = false;
    await expect(crew.grade(task)).resolves.toMatchObject({ sha256: task.submission.sha256 });
  });

  it('whose result is errored is tried elsewhere, and the last such result is shown', async () => {
    const server = await startRedis(false);
    const { crew } = await batchOn(server);
    let tries = 0;
    const grade = (sent: Sent) => {
      tries++;
      return Promise.resolve({ ...gradeOf(sent), status: 'errored' as const });
    };
    await workerOn(server, { grade });
    await expect(crew.grade(await taskOf('ada'))).resolves.toMatchObject({ status: 'errored' });
    expect(tries).toBe(TRIES);
  });

  it.each<[string, (result: Result) => object, string]>([
    [
      'the result of another',
      (result) => ({ ...result, submission: { id: 'x', sha256: 'y' } }),
      'something else',
    ],
    ['no result by the schema', (result) => ({ ...result, score: 'all' }), 'does not match its schema'],
  ])('that is answered with %s is rejected and its job is gone', async (_, change, message) => {
    const server = await startRedis(false);
    const { crew } = await batchOn(server);
    await workerOn(server, { grade: (sent) => Promise.resolve(change(gradeOf(sent)) as Result) });
    await expect(crew.grade(await taskOf('ada'))).rejects.toThrow(message);
    expect((await jobsIn(server)).length).toBe(0);
  });
});
