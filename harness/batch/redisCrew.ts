// A crew that is anywhere: submissions go on a queue in Redis, and workers on any number of machines take them.

import type { Redis } from 'ioredis';
import { digestOf, type Digest } from '../gradebook.ts';
import { writeReports } from '../write.ts';
import type { Crew, Task } from './crew.ts';
import { Jobs, TRIES } from './jobs.ts';
import { jobIdOf, packTask, unpackResult } from './parcel.ts';
import { Presence, type Announced } from './presence.ts';
import { connectRedis } from './redis.ts';

/** For each submission that workers grade at once, so many are on the queue: none waits for the next. */
const AHEAD = 4;

/** The fewest submissions on the queue, so that workers that come later find some (and nothing waits for a count of them). */
const FEWEST = 64;

/** The most (about 100 MiB in Redis at 50 KiB a submission with its result). */
const MOST = 2_000;

/** Submissions may wait so long for a first worker before that is said (ms): workers are often started last. */
const PATIENCE_MS = 30_000;

/** What BullMQ says of a job whose workers were gone too often. */
const STALLED = 'stalled more than';

interface Setting {
  root: string;
  url: string;
  /** Of `graderVersion`. */
  version: string;
  /** Whether answers that an earlier run left on the queue are forgotten. */
  isFresh?: boolean;
  /** Told in one sentence what keeps the batch waiting; by default it goes to standard error. */
  say?: (sentence: string) => void;
  patienceMs?: number;
  /** Between two looks at jobs whose end nobody told (ms). */
  lookMs?: number;
}

export class RedisCrew implements Crew {
  private readonly setting: Setting;
  private readonly redis: Redis;
  private readonly jobs: Jobs;
  private readonly presence: Presence;
  private readonly say: (sentence: string) => void;
  private turn: Promise<unknown> = Promise.resolve();
  private lanes = 0;
  private lastSeen = performance.now();
  private said = '';

  /** Rejects in one sentence where Redis cannot be had. */
  static async open(setting: Setting): Promise<RedisCrew> {
    const say = setting.say ?? ((sentence) => void process.stderr.write(`${sentence}\n`));
    const crew = new RedisCrew(setting, await connectRedis(setting.url, say), say);
    await crew.presence.start((workers) => crew.see(workers));
    return crew;
  }

  private constructor(setting: Setting, redis: Redis, say: (sentence: string) => void) {
    this.setting = setting;
    this.redis = redis;
    this.say = say;
    this.jobs = new Jobs(redis, setting.version, setting.lookMs);
    const about = () => ({ version: setting.version, size: this.jobs.pending });
    this.presence = new Presence(redis, 'batch', about);
  }

  /** Grows with the workers that are there. */
  get size(): number {
    return Math.min(MOST, Math.max(FEWEST, AHEAD * this.lanes));
  }

  async grade(task: Task): Promise<Digest> {
    const id = jobIdOf(task, this.setting.version);
    if (this.setting.isFresh) await this.jobs.remove(id);
    const ended = await this.jobs.run(id, () => packTask(task, id));
    try {
      if ('failure' in ended) throw new Error(inWords(ended.failure));
      return await this.inTurn(() => this.report(task, id, ended.answer));
    } finally {
      await this.jobs.remove(id); // a failure too: the next run is to try again
    }
  }

  async close(): Promise<void> {
    await this.presence.stop().catch(() => {});
    await this.jobs.close();
    this.redis.disconnect();
  }

  private async report(task: Task, id: string, answer: string): Promise<Digest> {
    const result = unpackResult(answer, task, id);
    await writeReports({ root: this.setting.root, out: task.out, result, formats: ['html', 'json'] });
    return digestOf(result);
  }

  /** One after the other: answers come faster than reports are written, and each unpacked takes a megabyte. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.turn.then(work);
    this.turn = turn.catch(() => {}); // whoever asked for it is told
    return turn;
  }

  private see(workers: readonly Announced[]): void {
    const ours = workers.filter(({ version }) => version === this.setting.version);
    this.lanes = ours.reduce((sum, { size }) => sum + size, 0);
    if (ours.length > 0 || this.jobs.pending === 0) {
      this.lastSeen = performance.now();
      this.said = '';
      return;
    }
    const sentence = this.missing(workers);
    if (sentence !== '' && sentence !== this.said) this.say(sentence);
    this.said = sentence || this.said;
  }

  /** What to say where no worker of our version is there; empty as long as there is patience. */
  private missing(others: readonly Announced[]): string {
    const { version, patienceMs = PATIENCE_MS } = this.setting;
    const versions = [...new Set(others.map((other) => other.version))].toSorted();
    if (versions.length > 0)
      return (
        `Only workers of another version of the grader are there (${versions.join(', ')}; this batch is ${version}): ` +
        'put the same code and the same major version of Node on both.'
      );
    if (performance.now() - this.lastSeen < patienceMs) return '';
    const seconds = Math.round(patienceMs / 1000);
    return `No worker has taken anything for ${seconds} s: start one with npm run grade:worker -- --redis URL.`;
  }
}

function inWords(failure: string): string {
  const why = failure.includes(STALLED) ? 'the worker that had it was gone each time' : failure;
  return `it could not be graded in ${TRIES} tries: ${why.replace(/\.$/, '')}.`;
}
