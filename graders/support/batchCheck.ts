// Judges miniBatches: a partition into batches of the size asked for, in an order that favours nobody.

import type { Value } from '../../harness/sandbox/host.ts';
import { vector } from '../../reference/ndarray.ts';
import { CheckFailure } from './failure.ts';
import { inWords } from './read.ts';
import { integer, stream } from './random.ts';
import type { Student } from './student.ts';

/** In the order of miniBatches' arguments. */
export interface BatchSizes {
  n: number;
  batchSize: number;
}

/** Small and uneven, with one left over, whole, one example a batch, one batch, as in training, and a large one. */
const SIZES: BatchSizes[] = [
  { n: 10, batchSize: 4 },
  { n: 9, batchSize: 4 },
  { n: 12, batchSize: 4 },
  { n: 7, batchSize: 7 },
  { n: 5, batchSize: 1 },
  { n: 1, batchSize: 1 },
  { n: 300, batchSize: 32 },
  { n: 700, batchSize: 650 },
];

/** Orders of so few that every position is seen often; of fewer, positions say less about a wrong shuffle. */
const COUNTED: BatchSizes = { n: 10, batchSize: 4 };
/**
 * Enough for the least biased of the common wrong shuffles, each place swapped with any: its positions add 0.104 an order to
 * a chi-square of 81 degrees, which then stays below the bound once in 10^9 (calls).
 */
const ORDERS = 3200;
/** Orders asked for at once: a request takes 0.2 ms, and all of them may take a call's time limit. */
const ORDERS_A_REQUEST = 400;
/** Standard normal quantile that a right shuffle exceeds less than once in 10^8. */
const QUANTILE = 5.6;

/** Fails where an index is missing, comes twice, or a batch has another size than asked for. */
export async function judgePartition(student: Student, seed: number): Promise<void> {
  const rng = stream(seed, 'miniBatches');
  for (const sizes of SIZES) {
    const batches = await drawBatches(student, integer(rng, 0, 2 ** 32 - 1), sizes);
    const flaw = partitionFlaw(batches, sizes);
    if (flaw) throw failure(sizes, flaw.says, flaw.misconception);
  }
}

/** Fails where some order is likelier than another: positions and neighbours are counted over many epochs. */
export async function judgeOrder(student: Student, seed: number): Promise<void> {
  const { n } = COUNTED;
  const rng = stream(seed, 'orders');
  const positions = new Array<number>(n * n).fill(0);
  const pairs = new Array<number>(n * n).fill(0);
  const seen = new Set<string>();
  for (let done = 0; done < ORDERS; done += ORDERS_A_REQUEST) {
    const seeds = Array.from({ length: ORDERS_A_REQUEST }, () => integer(rng, 0, 2 ** 32 - 1));
    for (const order of await drawOrders(student, seeds, COUNTED)) {
      seen.add(order.join());
      order.forEach((index, position) => bump(positions, index * n + position));
      bump(pairs, (order[0] ?? 0) * n + (order[1] ?? 0));
    }
  }
  if (seen.size === 1) {
    throw failure(COUNTED, 'the order is the same with every rng: shuffle with it', 'not-shuffled');
  }
  const apart = pairs.filter((_, cell) => Math.floor(cell / n) !== cell % n); // no index follows itself
  const epochs = `over ${ORDERS} epochs`;
  if (chiSquare(positions, ORDERS / n) * ((n - 1) / n) > bound((n - 1) ** 2))
    throw failure(COUNTED, `${epochs} some indices come early far more often than others`, 'shuffle-biased');
  if (chiSquare(apart, ORDERS / (n * (n - 1))) > bound(n * (n - 1) - 1)) {
    const says = `${epochs} every place is fair, but some indices follow each other far more often than others, as after a mere cut`;
    throw failure(COUNTED, says, 'shuffle-biased');
  }
}

/** One call; a value that is no list of batches fails the check. */
export async function drawBatches(student: Student, seed: number, sizes: BatchSizes): Promise<number[][]> {
  const given = { rng: { kind: 'draws', seed } as const, ...sizes };
  const { value } = await student.call('miniBatches', given, { read: null });
  const batches = readBatches(value);
  if (batches === null)
    throw failure(sizes, `it returned ${inWords(value)}, expected an array of index arrays`, null);
  return batches;
}

/** The order of an epoch with each seed; epochs that are not all one number of indices fail the check. */
async function drawOrders(
  student: Student,
  seeds: readonly number[],
  sizes: BatchSizes,
): Promise<number[][]> {
  const given = { seeds: vector(seeds), ...sizes };
  const { value } = await student.call('miniBatches', given, { read: null, manner: 'epochs' });
  const orders = readBatches(value);
  const lengths = new Set(orders?.map(({ length }) => length));
  if (orders === null || lengths.size !== 1 || !lengths.has(sizes.n))
    throw failure(sizes, `not every one of ${seeds.length} epochs had ${sizes.n} indices`, null);
  return orders;
}

/** Batches of one length come as a matrix, others as ragged rows. */
function readBatches(value: Value): number[][] | null {
  if (value.kind === 'ragged') return value.rows.map((row) => Array.from(row));
  if (value.kind !== 'matrix') return null;
  const [rows = 0, width = 0] = value.tensor.shape;
  return Array.from({ length: rows }, (_, i) =>
    Array.from(value.tensor.data.subarray(i * width, (i + 1) * width)),
  );
}

interface Flaw {
  says: string;
  misconception: string | null;
}

function partitionFlaw(batches: readonly number[][], { n, batchSize }: BatchSizes): Flaw | null {
  const all = batches.flat();
  const stray = all.find((index) => !Number.isInteger(index) || index < 0 || index >= n);
  if (stray !== undefined) return { says: `${stray} is no index of 0 to ${n - 1}`, misconception: null };
  const counts = new Array<number>(n).fill(0);
  for (const index of all) bump(counts, index);
  const [missing, repeated] = [counts.filter((c) => c === 0).length, counts.filter((c) => c > 1).length];
  if (missing + repeated > 0) {
    const says = `${missing} of ${n} indices are missing and ${repeated} come more than once: each belongs in one batch`;
    return { says, misconception: 'batch-drops-or-repeats' };
  }
  const sizes = batches.map(({ length }) => length);
  const wanted = Array.from({ length: Math.ceil(n / batchSize) }, (_, i) =>
    Math.min(batchSize, n - i * batchSize),
  );
  if (sizes.join() === wanted.join()) return null;
  const shown = `${sizes.slice(0, 8).join(', ')}${sizes.length > 8 ? ', ...' : ''}`;
  return {
    says: `the batches have ${shown} indices, expected ${wanted.slice(0, 8).join(', ')}`,
    misconception: null,
  };
}

function failure({ n, batchSize }: BatchSizes, says: string, misconception: string | null): CheckFailure {
  return new CheckFailure(`miniBatches(rng, ${n}, ${batchSize}): ${says}.`, { misconception });
}

function bump(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

/** Pearson's sum of (observed - expected)^2 / expected. */
function chiSquare(counts: readonly number[], expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** The quantile of a chi-square distribution, by Wilson and Hilferty's cube of a normal. */
function bound(freedom: number): number {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + QUANTILE * Math.sqrt(spread)) ** 3;
}
