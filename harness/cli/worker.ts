// `npm run grade:worker -- --redis URL`: grades what batches put on the queue, beside any number of others.

import os from 'node:os';
import { DEVICE_CHOICES } from '../../reference/devices.ts';
import { Graders, type Means } from '../batch/graders.ts';
import { connectRedis, placeOf } from '../batch/redis.ts';
import { RedisWorker } from '../batch/redisWorker.ts';
import { graderVersion } from '../batch/version.ts';
import { readCourse } from '../course.ts';
import { SANDBOX_CHOICES } from '../sandbox/probe.ts';
import { WORKER_HELP } from './help.ts';
import type { ExitCode } from './main.ts';
import { openGrader } from './open.ts';
import { ERASE_LINE, Progress } from './progress.ts';
import { readRedisUrl } from './redisUrl.ts';
import { serve } from './serve.ts';
import { oneOf, readWhole, readWords, UsageError } from './usage.ts';

const OPTIONS = {
  redis: { type: 'string' },
  jobs: { type: 'string', default: String(os.availableParallelism()) },
  device: { type: 'string', default: 'auto' },
  sandbox: { type: 'string', default: 'auto' },
  serve: { type: 'boolean', default: false }, // as a process that another `worker` started
  help: { type: 'boolean', default: false },
} as const;

/** Between two lines of what was done, where no terminal shows it all the time (ms). */
const LINE_MS = 60_000;

/** Between two redraws on a terminal (ms). */
const REDRAW_MS = 1_000;

/**
 * Takes submissions until it is told to stop, by Ctrl-C or SIGTERM: those that are being graded are ended then, or, told so twice,
 * handed back.
 */
export async function workerCommand(words: string[], root: string): Promise<ExitCode> {
  const { values, positionals } = readWords(words, OPTIONS);
  if (values.help) {
    process.stdout.write(WORKER_HELP);
    return 0;
  }
  const device = oneOf('device', values.device, DEVICE_CHOICES);
  const sandbox = oneOf('sandbox', values.sandbox, SANDBOX_CHOICES);
  const jobs = readWhole('jobs', values.jobs, [1, Infinity]);
  if (positionals.length > 0) throw new UsageError(`grade:worker takes no names, and got ${positionals[0]}.`);
  if (values.serve) return serve(await openGrader(root, device, sandbox));
  const url = readRedisUrl(values.redis ?? '');
  const redis = await connectRedis(url, say);
  const serving = ['worker', '--serve', '--device', device, '--sandbox', sandbox];
  const graders = new Graders(root, serving, readCourse(root).exercises);
  try {
    const version = graderVersion(root);
    const means = await graders.open(jobs);
    for (const line of greeting(means, { place: placeOf(url), version, jobs })) say(line);
    const worker = new RedisWorker({
      ...{ redis, version, jobs, say },
      grade: (sent) => graders.grade(sent),
      abandon: () => graders.abandon(),
    });
    await untilStopped(worker);
    return 0;
  } finally {
    redis.disconnect();
    await graders.close();
  }
}

function greeting(
  { device, sandbox, sandboxDetail }: Means,
  { place, version, jobs }: { place: string; version: string; jobs: number },
): string[] {
  const line = `Taking submissions from ${place}, ${jobs} at once, on ${device} in ${sandbox}; version ${version}.`;
  return sandboxDetail === '' ? [line] : [line, sandboxDetail];
}

async function untilStopped(worker: RedisWorker): Promise<void> {
  const progress = new Progress();
  const line = () => `${worker.counts.graded} graded, ${worker.counts.running} under way`;
  let told = line();
  const timers = [
    setInterval(() => progress.detail(line), REDRAW_MS),
    setInterval(() => {
      if (!process.stderr.isTTY && line() !== told) say(`${line()}.`);
      told = line();
    }, LINE_MS),
  ];
  const stop = () => {
    const { running } = worker.counts;
    say(running === 0 ? 'Stopping.' : `Stopping when the ${running} under way are graded.`);
    worker.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  try {
    await worker.ended;
  } finally {
    for (const timer of timers) clearInterval(timer);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
    progress.end();
    say(`${worker.counts.graded} graded, ${worker.counts.failed} tries failed.`);
  }
}

/** On a line of its own, also where a terminal shows how far the work is. */
function say(sentence: string): void {
  process.stderr.write(process.stderr.isTTY ? `${ERASE_LINE}${sentence}\n` : `${sentence}\n`);
}
