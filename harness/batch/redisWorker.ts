// Takes submissions off the queue in Redis and has them graded here; any number of these may run, on any machine.

import { setTimeout } from 'node:timers/promises';
import { Worker, WaitingError, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Result } from '../result.ts';
import { queueOf, TRIES, type JobData } from './jobs.ts';
import { packResult, unpackTask, type Sent } from './parcel.ts';
import { Presence, type Announced } from './presence.ts';
import { PREFIX } from './redis.ts';

/**
 * How long a submission is a worker's own without word of it (ms). This process only waits for others, so that it is in time to
 * renew the lock however long a grading takes; half a minute covers a machine that swaps, and a restart of Redis.
 */
const LOCK_MS = 30_000;

/** Between two looks for submissions whose worker is gone (ms); one is taken up again after two, once its lock has run out. */
const STALLED_LOOK_MS = 10_000;

/** How often a submission is taken up again after its worker was gone. */
const MOST_STALLS = TRIES - 1;

/** So many different submissions in a row that cannot be graded are this machine's fault: it would spoil the whole queue. */
const BROKEN_AFTER = 5;

/** A worker that ends waits so long for Redis to take what it has graded (ms); after that, another worker grades it again. */
const GIVE_UP_MS = 5_000;

/** Between two looks at whether it has ended (ms). */
const LOOK_MS = 200;

interface Setting {
  redis: Redis;
  version: string;
  /** How many are graded at once. */
  jobs: number;
  /** Grades one. Rejects, in one sentence, where that is not possible here. */
  grade: (sent: Sent) => Promise<Result>;
  /** Ends what `grade` is doing. */
  abandon: () => void;
  /** Told in one sentence what whoever runs this should know. */
  say: (sentence: string) => void;
  lockMs?: number;
  stalledLookMs?: number;
}

export class RedisWorker {
  /** Resolves after `stop`. Rejects where nothing can be graded here. */
  readonly ended: Promise<void>;
  /** Of this process's life. */
  readonly counts = { graded: 0, failed: 0, running: 0 };
  private readonly setting: Setting;
  private readonly worker: Worker<JobData>;
  private readonly presence: Presence;
  private readonly failedInARow = new Set<string>();
  private readonly strangers = new Set<string>();
  private isStopping = false;
  private isHandingBack = false;
  private end: (fault: Error | null) => void = () => {};
  private complaint = '';

  /** Takes submissions from now on; the connection stays the caller's. */
  constructor(setting: Setting) {
    const { redis, version, jobs, lockMs = LOCK_MS, stalledLookMs = STALLED_LOOK_MS } = setting;
    this.setting = setting;
    this.ended = new Promise((resolve, reject) => {
      this.end = (fault) => (fault ? reject(fault) : resolve());
    });
    this.ended.catch(() => {}); // told to whoever asks
    this.worker = new Worker<JobData>(queueOf(version), (job, token) => this.work(job, token ?? ''), {
      ...{ connection: redis, prefix: PREFIX, concurrency: jobs },
      ...{ lockDuration: lockMs, stalledInterval: stalledLookMs, maxStalledCount: MOST_STALLS },
    });
    this.worker.on('error', (error) => this.complain(error));
    this.presence = new Presence(redis, 'worker', () => ({ version, size: jobs }));
    this.presence.start((batches) => this.see(batches)).catch(() => {}); // Redis went away just now
  }

  /** Takes nothing more, and lets what is being graded end; called again, hands that back to the queue. */
  stop(): void {
    if (this.isStopping) this.handBack();
    else void this.close(null);
  }

  private handBack(): void {
    this.isHandingBack = true;
    this.setting.abandon();
  }

  private async close(fault: Error | null): Promise<void> {
    this.isStopping = true;
    await Promise.allSettled([this.letGo(), this.presence.stop()]);
    this.end(fault);
  }

  /** Until all is graded and told, or nothing has been under way for a while and Redis is still not there to be told. */
  private async letGo(): Promise<void> {
    const closing = this.worker.close().then(() => true);
    for (let idleMs = 0; idleMs < GIVE_UP_MS; idleMs += LOOK_MS) {
      if (await Promise.race([closing, setTimeout(LOOK_MS, false)])) return;
      if (this.counts.running > 0) idleMs = 0;
    }
  }

  private async work(job: Job<JobData>, token: string): Promise<null> {
    if (job.data.answer !== null) return null; // graded before, by a worker that died before it could say so
    const result = await this.graded(job);
    if (result === null) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    await job.updateData({ parcel: '', answer: packResult(result) });
    this.counts.graded++;
    return null; // the answer would be in every event of the queue
  }

  /** The result; null where the job is to be handed back. Throws what makes BullMQ try it again. */
  private async graded(job: Job<JobData>): Promise<Result | null> {
    this.counts.running++;
    try {
      const result = await this.setting.grade(unpackTask(job.data.parcel));
      const isLastTry = job.attemptsMade + 1 >= TRIES;
      if (result.status === 'errored' && !isLastTry) throw new Error('the grader could not do its work');
      this.failedInARow.clear();
      return result;
    } catch (error) {
      if (this.isHandingBack) return null;
      this.fail(job, error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      this.counts.running--;
    }
  }

  private fail({ id = '' }: Job<JobData>, why: string): void {
    this.counts.failed++;
    this.failedInARow.add(id);
    if (this.failedInARow.size < BROKEN_AFTER || this.isStopping) return;
    const sentence = `${BROKEN_AFTER} submissions in a row could not be graded here, the last because ${why}`;
    void this.close(new Error(`${sentence.replace(/\.$/, '')}. This worker stops; others go on.`));
  }

  /** Says once of each other version that its batches wait. */
  private see(batches: readonly Announced[]): void {
    const { version: ours, say } = this.setting;
    for (const { version, size } of batches) {
      if (version === ours || size === 0 || this.strangers.has(version)) continue;
      this.strangers.add(version);
      say(
        `A batch of another version of the grader waits (${version}; this worker is ${ours}), and nothing of it is taken here: ` +
          'put the same code and the same major version of Node on both.',
      );
    }
  }

  /** What BullMQ could not do; an outage of Redis is told where the connection is. */
  private complain({ message, code }: Error & { code?: unknown }): void {
    if (/closed|ECONN|EPIPE|LOADING|ETIMEDOUT/.test(`${String(code)} ${message}`)) return;
    const sentence = /Missing (key|lock)|could not renew lock|Lock mismatch/.test(message)
      ? 'A submission that was taken here is no longer ours: Redis lost it, or another worker has it now.'
      : `The queue says: ${message}`;
    if (sentence !== this.complaint) this.setting.say(sentence);
    this.complaint = sentence;
  }
}
