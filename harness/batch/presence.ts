// Who is there: batches and workers announce themselves in Redis, each with its version, so that each side can see the other.

import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { PREFIX } from './redis.ts';

export type Side = 'worker' | 'batch';

/** What one says of itself. */
export interface Announced {
  version: string;
  /** Submissions that a worker grades at once; those that a batch waits for. */
  size: number;
}

/** Between two announcements (ms). */
const ANNOUNCE_MS = 5_000;

/** An announcement is forgotten after this (s): four missed ones, as one may be late on a busy machine. */
const FORGOTTEN_SECONDS = 20;

export class Presence {
  private readonly redis: Redis;
  private readonly side: Side;
  private readonly about: () => Announced;
  private readonly id = randomUUID();
  private timer: NodeJS.Timeout | undefined;

  constructor(redis: Redis, side: Side, about: () => Announced) {
    this.redis = redis;
    this.side = side;
    this.about = about;
  }

  /** Announces itself from now on, and tells who of the other side is there, at once and then every few seconds. */
  async start(onSeen: (others: Announced[]) => void): Promise<void> {
    let isUnderWay = false; // while Redis is away a round waits for it
    const round = async () => {
      if (isUnderWay) return;
      isUnderWay = true;
      try {
        await this.announce();
        onSeen(await this.others());
      } finally {
        isUnderWay = false;
      }
    };
    this.timer = setInterval(() => void round().catch(() => {}), ANNOUNCE_MS);
    await round();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    if (this.redis.status !== 'ready') return; // it is forgotten by itself
    await this.redis.multi().srem(listOf(this.side), this.id).del(keyOf(this.side, this.id)).exec();
  }

  private async announce(): Promise<void> {
    const about = JSON.stringify(this.about());
    const key = keyOf(this.side, this.id);
    await this.redis.multi().sadd(listOf(this.side), this.id).set(key, about, 'EX', FORGOTTEN_SECONDS).exec();
  }

  private async others(): Promise<Announced[]> {
    const side = this.side === 'worker' ? 'batch' : 'worker';
    const ids = await this.redis.smembers(listOf(side));
    if (ids.length === 0) return [];
    const texts = await this.redis.mget(ids.map((id) => keyOf(side, id)));
    const gone = ids.filter((_, index) => typeof texts[index] !== 'string');
    if (gone.length > 0) await this.redis.srem(listOf(side), gone);
    return texts.flatMap((text) => (typeof text === 'string' ? announcedIn(text) : []));
  }
}

function listOf(side: Side): string {
  return `${PREFIX}:${side}`;
}

function keyOf(side: Side, id: string): string {
  return `${PREFIX}:${side}:${id}`;
}

/** Nothing where it is malformed: then somebody else writes under our keys. */
function announcedIn(text: string): Announced[] {
  try {
    const { version, size } = JSON.parse(text) as Partial<Announced>;
    return typeof version === 'string' && /^\w{1,64}$/.test(version) && Number.isSafeInteger(size)
      ? [{ version, size: Math.max(0, size ?? 0) }]
      : [];
  } catch {
    return [];
  }
}
