// The option --redis of the commands that grade beyond one machine.

import { isRedisUrl } from '../batch/redis.ts';
import { UsageError } from './usage.ts';

/** The address as it was given; a UsageError, which does not repeat it, where it is none: it may hold a password. */
export function readRedisUrl(given: string): string {
  if (isRedisUrl(given)) return given;
  throw new UsageError(
    '--redis takes an address such as redis://:PASSWORD@HOST:6379, or rediss:// with TLS.',
  );
}
