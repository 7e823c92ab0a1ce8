// Judges an initialisation by its statistics: a wide bound, since every draw is right code's own.

import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { named } from '../../reference/float64/mlp.ts';
import type { NdArray } from '../../reference/ndarray.ts';
import { CheckFailure } from './failure.ts';
import { show } from './compare.ts';
import { isTossed } from './independence.ts';
import { integer, stream } from './random.ts';
import { paramShapes, readRecord } from './readRecord.ts';
import { isConstant, spreadMistakes, type Spread } from './initMistakes.ts';
import { soleName } from './soleName.ts';
import type { Student } from './student.ts';

/**
 * Bounds lie this many standard deviations of the estimate away: right code misses one of them, for normal draws, less than
 * once in 10^8, for uniform and truncated draws far less often still.
 */
const DEVIATIONS = 6;
/** Weights drawn at random repeat next to none; below this share of different numbers they are drawn by tosses, or not one by one. */
const SMALLEST_SHARE_DISTINCT = 0.9;
/** Two runs of independent draws of 100 or more are never so alike (absolute correlation). */
const REPEATED = 0.99;

/** One call of initParams. */
export interface Init {
  dims: number[];
  /** Null where it could not be read, which `flaw` tells. */
  params: Tensors | null;
  flaw: string | null;
}

/** Calls initParams(rng, dims) for each of `widths`, each time with another seed. */
export async function drawInits(
  student: Student,
  seed: number,
  widths: readonly number[][],
): Promise<Init[]> {
  const rng = stream(seed, 'initParams');
  const inits: Init[] = [];
  for (const dims of widths) inits.push(await drawInit(student, integer(rng, 0, 2 ** 32 - 1), dims));
  return inits;
}

/** Calls initParams with draws of this seed. */
export async function drawInit(student: Student, seed: number, dims: number[]): Promise<Init> {
  const given = {
    rng: { kind: 'draws' as const, seed },
    dims: { shape: [dims.length], data: Float64Array.from(dims) },
  };
  const shapes = paramShapes(dims);
  const { value } = await student.call('initParams', given, { read: Object.keys(shapes) });
  const params = readRecord(`initParams(rng, [${dims.join(', ')}])`, value, shapes);
  return typeof params === 'string' ? { dims, params: null, flaw: params } : { dims, params, flaw: null };
}

/** Fails where shapes are wrong, or biases are not 0. */
export function judgeInitShapes(inits: readonly Init[]): void {
  for (const { dims, params, flaw } of inits) {
    if (params === null) throw new CheckFailure(flaw ?? 'initParams() gave nothing.');
    for (const [name, bias] of Object.entries(params).filter(([each]) => each.startsWith('b'))) {
      const first = bias.data.findIndex((number) => number !== 0);
      if (first < 0) continue;
      const drawn = bias.data.length > 1 && new Set(bias.data).size === bias.data.length;
      throw new CheckFailure(
        `${name}[${first}] is ${show(bias.data[first] ?? Number.NaN)} for widths ${dims.join(', ')}: biases start at 0.`,
        { misconception: drawn ? 'init-bias-random' : null, evidence: { where: name, expected: 0 } },
      );
    }
  }
}

/** Fails where the weights have not mean 0 and variance `gain / fan-in`, or are not drawn one by one. */
export function judgeInitSpread(inits: readonly Init[], gain: number): void {
  const spreads = inits.flatMap(({ dims, params, flaw }) => {
    if (params === null) throw new CheckFailure(flaw ?? 'initParams() gave nothing.');
    return dims.slice(1).map((_, index) => spreadOf(`W${index + 1}`, named(params, `W${index + 1}`), gain));
  });
  const misconception = nameSpreads(spreads, gain);
  for (const spread of spreads) {
    const flaw = flawOf(spread, gain);
    if (flaw) throw new CheckFailure(flaw, { misconception, evidence: { where: spread.name } });
  }
  if (inits.some(({ params }) => params && isRepeated(params))) {
    throw new CheckFailure(
      'Two weight matrices hold the same draws, one after the other: draw every number anew from rng.',
      { misconception: 'init-repeated-draws' },
    );
  }
}

function spreadOf(name: string, W: NdArray, gain: number): Spread {
  const [fanIn = 1, fanOut = 1] = W.shape;
  const n = W.data.length;
  const mean = W.data.reduce((sum, w) => sum + w, 0) / n;
  const variance = W.data.reduce((sum, w) => sum + (w - mean) ** 2, 0) / n;
  const want = gain / fanIn;
  const distinct = new Set(W.data).size / n;
  return {
    name,
    fanIn,
    fanOut,
    mean,
    variance,
    distinct,
    isPatterned: isPatterned(W, mean, variance),
    isOneByOne: distinct >= SMALLEST_SHARE_DISTINCT || isTossed(W),
    meanRoom: DEVIATIONS * Math.sqrt(Math.max(want, variance) / n),
    ratioRoom: DEVIATIONS * Math.sqrt(2 / n),
  };
}

function flawOf(spread: Spread, gain: number): string | null {
  const { name, fanIn, fanOut, mean, variance, isOneByOne, meanRoom, ratioRoom } = spread;
  const of = `${name} (${fanIn}, ${fanOut})`;
  if (isConstant(spread)) return `${of} is one number over and over: units that start alike stay alike.`;
  if (!isOneByOne) return `${of} holds the same numbers again and again: draw each weight for itself.`;
  if (Math.abs(mean) > meanRoom) return `${of} has mean ${show(mean)}: weights are drawn round 0.`;
  const want = gain / fanIn;
  if (Math.abs(variance / want - 1) > ratioRoom) {
    const says = `${of} has variance ${show(variance)}, expected ${gain} / ${fanIn} = ${show(want)}`;
    return `${says}: ${show(variance / want)} times as much.`;
  }
  if (spread.isPatterned) return `${of} follows a pattern from weight to weight: draw each for itself.`;
  return null;
}

/** Whether a weight tells of the next one in its row, or of the one below: the products of independent ones add up to 0. */
function isPatterned({ data, shape }: NdArray, mean: number, variance: number): boolean {
  return [1, shape[1] ?? 1].some((lag) => {
    const count = data.length - lag;
    let sum = 0;
    for (let index = 0; index < count; index++)
      sum += ((data[index] ?? 0) - mean) * ((data[index + lag] ?? 0) - mean);
    return Math.abs(sum) > DEVIATIONS * variance * Math.sqrt(count);
  });
}

/** The one mistake that explains every matrix that is not right. */
function nameSpreads(spreads: readonly Spread[], gain: number): string | null {
  const wrong = spreads.filter((spread) => flawOf(spread, gain) !== null);
  return soleName(
    spreadMistakes(gain)
      .filter(({ explains }) => wrong.length > 0 && wrong.every(explains))
      .map(({ id }) => id),
  );
}

/** Whether two weight matrices start with the same draws, whatever their scales. */
function isRepeated(params: Tensors): boolean {
  const weights = Object.keys(params).filter((name) => name.startsWith('W'));
  return weights.some((one, index) =>
    weights.slice(index + 1).some((two) => {
      const [a, b] = [named(params, one).data, named(params, two).data];
      const length = Math.min(a.length, b.length);
      return Math.abs(correlation(a.subarray(0, length), b.subarray(0, length))) > REPEATED;
    }),
  );
}

/** Correlation of numbers with mean 0. */
function correlation(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
