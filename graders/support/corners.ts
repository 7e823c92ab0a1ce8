// What a random draw hardly ever holds and students' code meets all the same: zeros, large numbers, values next to relu's kink.

import { depthOf, forward, lossAndGrads, named, type Params } from '../../reference/float64/mlp.ts';
import { columnsOf, largest, type NdArray } from '../../reference/ndarray.ts';

/** A network and a batch, before anything is made of them. */
export interface Draft {
  X: NdArray;
  params: Params;
}

/** Every so many-th input becomes 0: never a whole row. */
const ZERO_STRIDE = 3;
/** So much larger than a normal draw: pre-activations come to some 40, and gradients of W1 to more than 10. */
const LARGE_INPUT = 30;
/** What da of the last hidden layer comes to at least, in a unit that lets it through: a gradient clipped at 1 or 5 shows. */
const LARGE_SLOPE = 6;
/** This far from the kink: plain for float64, and nearer than any threshold but 0 should be. */
export const NEXT_TO_KINK = 1e-4;

/** Inputs that are exactly 0 among others, and biases that are, as they are before any training. */
export function zeroSome({ X, params }: Draft): void {
  X.data.forEach((_, index) => {
    if (index % ZERO_STRIDE === 0) X.data[index] = 0;
  });
  for (const b of biasesOf(params)) b.data.fill(0);
}

/** The first example twice, and a last one that is all zeros: each counts like any other. */
export function repeatAndBlank({ X }: Draft): void {
  const width = columnsOf(X);
  X.data.copyWithin(width, 0, width);
  X.data.fill(0, X.data.length - width);
}

/** Large inputs and a large last W; the last biases take it back, so that the logits of the one example are moderate. */
export function makeLarge({ X, params }: Draft): void {
  const top = depthOf(params);
  const b = named(params, `b${top}`);
  const wanted = b.data.map((bias) => 2 * bias);
  scaleBy(X, LARGE_INPUT);
  setLogits({ X, params }, wanted);
  scaleBy(named(params, `W${top}`), LARGE_SLOPE / leastSlope({ X, params }));
  setLogits({ X, params }, wanted);
}

/** By the last biases. */
function setLogits({ X, params }: Draft, wanted: Float64Array): void {
  const top = depthOf(params);
  const logits = named(forward('relu', X, params), `z${top}`);
  const b = named(params, `b${top}`);
  b.data.forEach((bias, c) => (b.data[c] = bias - (logits.data[c] ?? 0) + (wanted[c] ?? 0)));
}

/** The largest entry of dz of the last hidden layer, for the label that makes it smallest. */
function leastSlope({ X, params }: Draft): number {
  const classes = columnsOf(named(params, `W${depthOf(params)}`));
  const largestFor = (label: number) =>
    largest(named(lossAndGrads('relu', X, Int32Array.of(label), params).grads, `dz${depthOf(params) - 1}`));
  return Math.min(...Array.from({ length: classes }, (_, label) => largestFor(label)));
}

/** The one example's first two units of every hidden layer lie next to the kink, one on either side. */
export function moveToKink({ X, params }: Draft): void {
  for (let layer = 1; layer < depthOf(params); layer++) {
    const z = named(forward('relu', X, params), `z${layer}`);
    const b = named(params, `b${layer}`);
    for (const [unit, value] of [NEXT_TO_KINK, -NEXT_TO_KINK].entries())
      b.data[unit] = (b.data[unit] ?? 0) - (z.data[unit] ?? 0) + value;
  }
}

function biasesOf(params: Params): NdArray[] {
  return Array.from({ length: depthOf(params) }, (_, index) => named(params, `b${index + 1}`));
}

function scaleBy({ data }: NdArray, factor: number): void {
  data.forEach((value, index) => (data[index] = value * factor));
}
