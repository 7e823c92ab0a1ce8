// The connection to Redis that a batch or a worker has: how it is opened, and what is said when it breaks.

import { Redis } from 'ioredis';

/** Every key of ours begins so, BullMQ's included. */
export const PREFIX = 'handgrad';

/** A server that has not answered after this is taken for absent (ms): across a slow network it takes one or two seconds. */
const CONNECT_MS = 10_000;

/** The wait before the first attempt to connect again (ms); it doubles with each. */
const RETRY_FIRST_MS = 100;

/** The longest wait between two attempts (ms): a restarted server is found soon, an absent one is not stormed. */
const RETRY_MOST_MS = 5_000;

/**
 * A connection that outlives restarts of the server: commands wait until it is back. `say` hears once that it is gone, and once
 * that it is back. Rejects in one sentence, without the password, where the server cannot be had at the start.
 */
export async function connectRedis(url: string, say: (sentence: string) => void): Promise<Redis> {
  let hasAnswered = false;
  let trouble = '';
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: null, // BullMQ asks for it: no command of ours is given up while the server restarts
    retryStrategy: (times) =>
      hasAnswered ? Math.min(RETRY_FIRST_MS * 2 ** (times - 1), RETRY_MOST_MS) : null,
  });
  redis.on('error', (error: Error) => {
    trouble = error.message;
  });
  try {
    await redis.connect();
  } catch (error) {
    const reason = trouble === '' && error instanceof Error ? error.message : inWords(trouble);
    throw new Error(`There is no Redis to be had at ${placeOf(url)}: ${reason}.`, { cause: error });
  }
  hasAnswered = true;
  tellOfOutages(redis, placeOf(url), say);
  return redis;
}

/** Whether ioredis understands an address, such as `redis://host:6379`, or `rediss://` with TLS. */
export function isRedisUrl(given: string): boolean {
  return URL.canParse(given) && /^rediss?:$/.test(new URL(given).protocol) && new URL(given).hostname !== '';
}

/** The address without user and password, which belong on no screen and in no log. */
export function placeOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

function inWords(trouble: string): string {
  if (trouble.startsWith('NOAUTH')) return 'it wants a password';
  return trouble.startsWith('WRONGPASS') ? 'it does not take this user and password' : trouble;
}

function tellOfOutages(redis: Redis, place: string, say: (sentence: string) => void): void {
  let isAway = false;
  redis.on('reconnecting', () => {
    if (!isAway) say(`Redis at ${place} does not answer; work goes on when it does.`);
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) say(`Redis at ${place} answers again.`);
    isAway = false;
  });
}
