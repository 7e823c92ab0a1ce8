// A worker for the benchmark of the queue that grades nothing: it answers every submission with the result in a file.
// Prints its CPU milliseconds a submission when it is told to stop.

import { readFileSync } from 'node:fs';
import { connectRedis } from '../harness/batch/redis.ts';
import { RedisWorker } from '../harness/batch/redisWorker.ts';
import type { Result } from '../harness/result.ts';

const [url = '', version = '', file = ''] = process.argv.slice(2);
const result = JSON.parse(readFileSync(file, 'utf8')) as Result;

/** As many as a large machine grades at once. */
const JOBS = 32;

const redis = await connectRedis(url, console.error);
const worker = new RedisWorker({
  ...{ redis, version, jobs: JOBS, say: console.error },
  grade: ({ submission: { id, sha256 }, seed }) =>
    Promise.resolve({ ...result, submission: { id, sha256 }, seed }),
  abandon: () => {},
});
const before = process.cpuUsage();
process.on('SIGTERM', () => worker.stop());
await worker.ended;
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000 / worker.counts.graded);
redis.disconnect();
