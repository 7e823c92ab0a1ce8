// The jobs of a batch on the queue: added once each, waited for through restarts of Redis, and taken away when done.

import { setTimeout } from 'node:timers/promises';
import { Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { PREFIX } from './redis.ts';

/** What a job holds: the submission, and later the answer beside it, so that both are gone with the job. */
export interface JobData {
  parcel: string;
  answer: string | null;
}

/** How a job ended: with an answer, or for good without one. */
export type Ended = { answer: string } | { failure: string };

/** How often a submission is tried before it fails for good: twice more, as a machine may have been at fault both times. */
export const TRIES = 3;

/**
 * How long an ended job is kept for a batch that was cut off (s): one that stops on Friday is gone on with after the weekend,
 * and what nobody fetches in a week nobody wants.
 */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

/** Events of the queue that Redis keeps; whoever misses one finds out by asking, and each costs about 200 bytes. */
const EVENTS_KEPT = 2_000;

/**
 * Between two looks at all jobs waited for (ms). Events tell of an end at once; this is for those that were lost with a
 * connection, and for jobs that were lost with Redis itself.
 */
const LOOK_MS = 10_000;

/** Connections are given so long to close (ms): while Redis is away they never do. */
const CLOSE_MS = 2_000;

interface Waiting {
  parcel: () => string;
  resolve: (ended: Ended) => void;
  reject: (error: Error) => void;
  isBeingLookedAt: boolean;
}

/** The queue's name: workers of another version have another one, and never see these jobs. */
export function queueOf(version: string): string {
  return `grader-${version}`;
}

export class Jobs {
  private readonly redis: Redis;
  private readonly queue: Queue<JobData>;
  private readonly events: QueueEvents;
  private readonly waiting = new Map<string, Waiting>();
  private readonly timer: NodeJS.Timeout;
  private readonly lookAtAll = () => void this.lookAtEach().catch(() => {}); // the next look sees it too
  private isLooking = false;

  /** On an open connection, which stays the caller's. */
  constructor(redis: Redis, version: string, lookMs = LOOK_MS) {
    const options = { connection: redis, prefix: PREFIX };
    this.redis = redis;
    this.queue = new Queue<JobData>(queueOf(version), {
      ...options,
      streams: { events: { maxLen: EVENTS_KEPT } },
      defaultJobOptions: {
        attempts: TRIES,
        stackTraceLimit: 1,
        removeOnComplete: { age: KEPT_SECONDS },
        removeOnFail: { age: KEPT_SECONDS },
      },
    });
    // From the first event kept: one between opening and listening would be missed otherwise.
    this.events = new QueueEvents(queueOf(version), { ...options, lastEventId: '0-0' });
    this.queue.on('error', () => {}); // the connection's own trouble is told elsewhere
    this.events.on('error', () => {});
    for (const event of ['completed', 'failed', 'duplicated'] as const)
      this.events.on(event, ({ jobId }: { jobId: string }) => this.look(jobId));
    this.redis.on('ready', this.lookAtAll); // after a restart, which may have lost them
    this.timer = setInterval(this.lookAtAll, lookMs);
  }

  /** How many have not ended. */
  get pending(): number {
    return this.waiting.size;
  }

  /**
   * Adds a job where there is none of this id, and waits for its end; `parcel` is asked again should Redis lose it. Rejects where
   * Redis refuses it.
   */
  run(id: string, parcel: () => string): Promise<Ended> {
    return new Promise((resolve, reject) => {
      if (this.waiting.has(id)) throw new Error('the same submission is on the queue already.');
      this.waiting.set(id, { parcel, resolve, reject, isBeingLookedAt: false });
      this.add(id, parcel).catch((error: unknown) => {
        this.waiting.delete(id);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  /** Takes an ended job out of Redis. */
  async remove(id: string): Promise<void> {
    await this.queue.remove(id);
  }

  /** What is still waited for is left in Redis, for the next run. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.redis.off('ready', this.lookAtAll);
    for (const { reject } of this.waiting.values())
      reject(new Error('the batch was ended before this was graded.'));
    this.waiting.clear();
    const closing = Promise.allSettled([this.events.close(), this.queue.close()]);
    await Promise.race([closing, setTimeout(CLOSE_MS)]);
  }

  private async add(id: string, parcel: () => string): Promise<void> {
    await this.queue.add('grade', { parcel: parcel(), answer: null }, { jobId: id });
  }

  private async lookAtEach(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      for (const [id, { parcel }] of this.waiting) {
        const state = await this.queue.getJobState(id);
        if (state === 'unknown' && this.waiting.has(id)) await this.add(id, parcel);
        else if (state === 'completed' || state === 'failed') this.look(id);
      }
    } finally {
      this.isLooking = false;
    }
  }

  /** Fetches a job that is said to have ended. */
  private look(id: string): void {
    const waiting = this.waiting.get(id);
    if (!waiting || waiting.isBeingLookedAt) return;
    waiting.isBeingLookedAt = true;
    this.endOf(id)
      .then((ended) => {
        waiting.isBeingLookedAt = false;
        if (ended && this.waiting.delete(id)) waiting.resolve(ended);
      })
      .catch(() => {
        waiting.isBeingLookedAt = false; // the next look sees it too
      });
  }

  private async endOf(id: string): Promise<Ended | null> {
    const job = await this.queue.getJob(id);
    if (job?.finishedOn === undefined) return null;
    const { answer } = job.data;
    return answer === null ? { failure: job.failedReason } : { answer };
  }
}
