// A batch and workers for tests, on a real Redis; what a worker would grade is made up.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import type { Task } from '../../../harness/batch/crew.ts';
import type { Sent } from '../../../harness/batch/parcel.ts';
import { connectRedis } from '../../../harness/batch/redis.ts';
import { RedisCrew } from '../../../harness/batch/redisCrew.ts';
import { RedisWorker } from '../../../harness/batch/redisWorker.ts';
import type { Result } from '../../../harness/result.ts';
import { readSubmission } from '../../../harness/submission.ts';
import { sampleResult } from '../../reports/sampleResult.ts';
import { folderOf } from '../folder.ts';
import { RedisServer } from './redisServer.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export const VERSION = 'aaaa';

/** Short, so that a test of what is lost does not wait (ms). */
const LOOK_MS = 200;
const PATIENCE_MS = 100;

/** A server that is ended with its test; it keeps what it holds over a restart, or loses it. */
export async function startRedis(keepsData: boolean): Promise<RedisServer> {
  const server = await RedisServer.start({ keepsData });
  onTestFinished(() => server.remove());
  return server;
}

/** The keys of jobs in Redis. */
export async function jobsIn({ url }: RedisServer): Promise<string[]> {
  const redis = new Redis(url);
  try {
    return await redis.keys('handgrad:*:s-*');
  } finally {
    redis.disconnect();
  }
}

/** How many tries of a job failed, as BullMQ counts them. */
export async function triesOf({ url }: RedisServer, key: string): Promise<number> {
  const redis = new Redis(url);
  try {
    return Number(await redis.hget(key, 'atm'));
  } finally {
    redis.disconnect();
  }
}

type CrewSetting = Partial<Parameters<typeof RedisCrew.open>[0]>;

/** A batch, ended with its test, and what it said. */
export async function batchOn({ url }: RedisServer, setting: CrewSetting = {}) {
  const said: string[] = [];
  const crew = await RedisCrew.open({
    ...{ root, url, version: VERSION, lookMs: LOOK_MS, patienceMs: PATIENCE_MS },
    say: (sentence) => said.push(sentence),
    ...setting,
  });
  onTestFinished(() => crew.close());
  return { crew, said };
}

type WorkerSetting = Partial<ConstructorParameters<typeof RedisWorker>[0]>;

/** A worker, ended with its test, and what it said. Locks are short, so that a lost one is soon noticed. */
export async function workerOn({ url }: RedisServer, setting: WorkerSetting = {}) {
  const said: string[] = [];
  const say = (sentence: string) => void said.push(sentence);
  const redis = await connectRedis(url, say);
  const worker = new RedisWorker({
    ...{ redis, say, version: VERSION, jobs: 2, lockMs: 1000, stalledLookMs: 300 },
    grade: (sent) => Promise.resolve(gradeOf(sent)),
    abandon: () => {},
    ...setting,
  });
  onTestFinished(async () => {
    worker.stop();
    await worker.ended.catch(() => {});
    redis.disconnect();
  });
  return { worker, said };
}

/** A result that differs from one content to the next. */
export function gradeOf({ submission, seed }: Sent): Result {
  const { id, sha256 } = submission;
  return sampleResult({ submission: { id, sha256 }, seed, score: scoreOf(sha256) });
}

/** What `gradeOf` gives. */
export function scoreOf(sha256: string): number {
  return Number.parseInt(sha256.slice(0, 4), 16);
}

/** A submission of one file, to be graded; its reports go into a folder beside it. */
export async function taskOf(id: string, text = `// ${id}`): Promise<Task> {
  const folder = await folderOf({ '01-forward.ts': text }, id);
  return {
    submission: readSubmission(folder),
    exercises: ['01-forward'],
    seed: 7,
    out: join(folder, '..', 'out'),
  };
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
