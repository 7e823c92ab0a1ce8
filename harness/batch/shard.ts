// A share of a batch: `--shard 2/4` is every fourth seat, from the second on.

export interface Shard {
  index: number;
  count: number;
}

/** More shards than seats are of no use to anyone. */
const MOST = 10_000;

/** `i/n` as it is written on the command line; null where it is not of that form. */
export function readShard(given: string): Shard | null {
  const [, i = '', n = ''] = /^(\d{1,5})\/(\d{1,5})$/.exec(given) ?? [];
  const [index, count] = [Number(i), Number(n)];
  return index >= 1 && index <= count && count <= MOST ? { index, count } : null;
}

/** The shard's share, in order; every seat is in one share. */
export function shareOf<T>(seats: readonly T[], { index, count }: Shard): T[] {
  return seats.filter((_, at) => at % count === index - 1);
}
