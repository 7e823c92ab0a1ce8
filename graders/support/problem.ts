// A small random network and batch of any depth, clear of what would make right code differ, and the reference's numbers.

import {
  forward,
  lossAndGrads,
  named,
  type Activation,
  type Params,
  type Pass,
} from '../../reference/float64/mlp.ts';
import { map, matrix, vector, type NdArray } from '../../reference/ndarray.ts';
import { NEXT_TO_KINK, type Draft } from './corners.ts';
import { anyLabels, type Labels } from './labels.ts';
import { normal, type Rng } from './random.ts';

/** A batch, a network and what the float64 reference makes of them. */
export interface Problem {
  name: string;
  B: number;
  activation: Activation;
  X: NdArray;
  y: Int32Array;
  params: Params;
  pass: Pass;
  /** Whether float32 has too few digits for numbers of such different sizes. */
  isForFloat64Alone: boolean;
}

/** What is to be drawn. */
export interface Plan {
  name: string;
  B: number;
  /** Inputs, hidden units layer by layer, classes. */
  widths: readonly number[];
  activation: Activation;
  labels?: Labels | undefined;
  /** Whether the first example's true class gets nearly all of p. */
  isAlmostRight?: boolean;
  /** Changes what was drawn; what comes of it has to be clear of vanishing p as well. */
  corner?: ((draft: Draft) => void) | undefined;
  isForFloat64Alone?: boolean | undefined;
}

/** Pre-activations stay this far from relu's kink, so that no right code can differ there and no step crosses it. */
const CLEAR_OF_KINKS = 1e-2;
/** Probabilities stay above this, so that even code which divides by p is right to the last digits needed. */
const SMALLEST_P = 1e-4;
/** A draw that keeps missing the conditions above is a fault of this file, not bad luck: a rare one takes some 300. */
const MOST_DRAWS = 4000;
/** Logit of the true class above the largest other: p is about 0.999, and the others' stay above SMALLEST_P. */
const FAVOUR = 7;

/** Draws until the network is clear of kinks and of vanishing p. */
export function drawProblem(rng: Rng, plan: Plan): Problem {
  const { name, B, widths, activation, labels = anyLabels, isForFloat64Alone = false } = plan;
  const [width = 1, C = 1] = [widths[0], widths.at(-1)];
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const X = normalMatrix(rng, B, width);
    const params = drawParams(rng, widths);
    plan.corner?.({ X, params });
    const cache = forward(activation, X, params);
    if (!isClear(cache, plan)) continue;
    const y = Int32Array.from(labels(rng, { B, C }));
    const top = widths.length - 1;
    if (plan.isAlmostRight) favour(y[0] ?? 0, named(params, `b${top}`), named(cache, `z${top}`));
    const pass = lossAndGrads(activation, X, y, params);
    return { name, B, activation, X, y, params, pass, isForFloat64Alone };
  }
  throw new Error(`no draw of "${name}" stayed clear of kinks`);
}

/** Normal entries times `deviation`. */
export function normalMatrix(rng: Rng, rows: number, columns: number, deviation = 1): NdArray {
  return map(matrix(rows, columns), () => normal(rng) * deviation);
}

/** Sets the biases so that the one example's logits are all 0 but for the true class. */
function favour(label: number, b: NdArray, logits: NdArray): void {
  b.data.forEach((bias, c) => (b.data[c] = bias - (logits.data[c] ?? 0) + (c === label ? FAVOUR : c / 10)));
}

/** He-scaled weights below the top, and biases large enough that leaving them out shows. */
function drawParams(rng: Rng, widths: readonly number[]): Params {
  const params: Params = {};
  for (let layer = 1; layer < widths.length; layer++) {
    const [fanIn = 1, fanOut = 1] = [widths[layer - 1], widths[layer]];
    const variance = (layer < widths.length - 1 ? 2 : 1) / fanIn;
    params[`W${layer}`] = normalMatrix(rng, fanIn, fanOut, Math.sqrt(variance));
    params[`b${layer}`] = vector(normalMatrix(rng, 1, fanOut, 0.5).data);
  }
  return params;
}

/** Clear of kinks and of vanishing p, with active and inactive units in every layer that a mistake could touch. */
function isClear(cache: Record<string, NdArray>, { activation, widths, corner }: Plan): boolean {
  const top = widths.length - 1;
  const clearance = corner ? NEXT_TO_KINK / 2 : CLEAR_OF_KINKS;
  for (let layer = 1; layer < top; layer++) {
    const { data } = named(cache, `z${layer}`);
    if (activation === 'relu' && data.some((z) => Math.abs(z) < clearance)) return false;
    // A unit that is moved next to the kink is hardly active.
    const active = data.reduce((count, z) => count + (z > (corner ? CLEAR_OF_KINKS : 0) ? 1 : 0), 0);
    const fewest = Math.max(1, Math.floor(data.length / 5));
    if (active < fewest || data.length - active < fewest) return false;
  }
  return (
    named(cache, `z${top}`).data.some((z) => z < 0) && named(cache, 'p').data.every((p) => p >= SMALLEST_P)
  );
}
