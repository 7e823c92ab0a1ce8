// The lesson's network in float64, of any depth: linear, activation, ..., linear, softmax, cross-entropy; and its gradients.

import { columnsOf, map, type NdArray } from '../ndarray.ts';
import { affine, sumOverRows, timesTransposed, transposedTimes } from './matmul.ts';
import { crossEntropy, softmax } from './softmax.ts';

/** `identity` is no activation at all: a linear model, for comparison. */
export type Activation = 'relu' | 'tanh' | 'identity';

/** W1 b1 W2 b2 ...: weights (fan-in, fan-out), biases (fan-out). */
export type Params = Record<string, NdArray>;

export interface Pass {
  loss: number;
  /** z1 a1 z2 ... p, as the lesson names them. */
  cache: Record<string, NdArray>;
  /** dW1 db1 dW2 db2 ..., and dz and da of every layer. */
  grads: Record<string, NdArray>;
}

const activate = { relu: (z: number) => Math.max(0, z), tanh: Math.tanh, identity: (z: number) => z };

/** The derivative, from z and a = f(z): 1[z > 0] for relu, 1 - a^2 for tanh. */
const derivative = {
  relu: (z: number, _a: number) => (z > 0 ? 1 : 0),
  tanh: (_z: number, a: number) => 1 - a * a,
  identity: () => 1,
};

/** The number of linear layers that `params` holds. */
export function depthOf(params: Params): number {
  return Object.keys(params).filter((name) => name.startsWith('W')).length;
}

/** The array called `name`; a missing one is an error of the caller, said with the names there are. */
export function named(arrays: Record<string, NdArray>, name: string): NdArray {
  const array = arrays[name];
  if (!array) throw new RangeError(`no array ${name}; there are ${Object.keys(arrays).join(', ')}`);
  return array;
}

/**
 * Forward pass: `z = a W + b`, `a = f(z)` for every layer but the last, `p = softmax(z)` there.
 * X (B, in); returns z1 (B, h), a1 (B, h), ..., the logits, and p (B, out).
 */
export function forward(activation: Activation, X: NdArray, params: Params): Record<string, NdArray> {
  const cache = layers(activation, X, params);
  return { ...cache, p: softmax(named(cache, `z${depthOf(params)}`)) };
}

/** The forward pass up to the logits: all that a loss takes. */
export function layers(activation: Activation, X: NdArray, params: Params): Record<string, NdArray> {
  const depth = depthOf(params);
  const cache: Record<string, NdArray> = {};
  let a = X;
  for (let layer = 1; layer <= depth; layer++) {
    const z = affine(a, named(params, `W${layer}`), named(params, `b${layer}`)); // (B, n) @ (n, m) + (m)
    cache[`z${layer}`] = z;
    if (layer < depth) cache[`a${layer}`] = a = map(z, activate[activation]);
  }
  return cache;
}

/** Loss and gradients of the mean cross-entropy over the batch. */
export function lossAndGrads(activation: Activation, X: NdArray, y: Int32Array, params: Params): Pass {
  const cache = forward(activation, X, params);
  const loss = crossEntropy(named(cache, `z${depthOf(params)}`), y);
  return { loss, cache, grads: backward(activation, { X, y, params, cache }) };
}

export interface Forwarded {
  X: NdArray;
  y: Int32Array;
  params: Params;
  /** What `forward` gave on them. */
  cache: Record<string, NdArray>;
  /** How many copies of each example the batch holds; without it one of each. */
  copies?: readonly number[];
}

/**
 * The chain rule: `dz = (p - onehot(y)) / B` at the top, then `dW = a^T dz`, `db = sum dz`, `da = dz W^T`,
 * `dz = da f'(z)` layer by layer. The mean over the batch stands in the first of them alone.
 */
export function backward(activation: Activation, forwarded: Forwarded): Record<string, NdArray> {
  const { X, params, cache } = forwarded;
  const grads: Record<string, NdArray> = {};
  let dz = topGradient(forwarded);
  for (let layer = depthOf(params); layer >= 1; layer--) {
    const a = layer > 1 ? named(cache, `a${layer - 1}`) : X;
    grads[`dz${layer}`] = dz;
    grads[`dW${layer}`] = transposedTimes(a, dz); // (B, n)^T @ (B, m) -> (n, m)
    grads[`db${layer}`] = sumOverRows(dz); // (B, m) -> (m)
    if (layer === 1) break;
    const da = timesTransposed(dz, named(params, `W${layer}`)); // (B, m) @ (n, m)^T -> (B, n)
    grads[`da${layer - 1}`] = da;
    const [z, slope] = [named(cache, `z${layer - 1}`), derivative[activation]];
    dz = map(da, (up, index) => up * slope(z.data[index] ?? Number.NaN, a.data[index] ?? Number.NaN));
  }
  return grads;
}

/** The gradient of the loss with respect to the logits, (B, out): an example of which there are more copies counts as often. */
function topGradient({ y, cache, copies }: Forwarded): NdArray {
  const p = named(cache, 'p');
  const C = columnsOf(p);
  const B = copies ? copies.reduce((sum, count) => sum + count, 0) : y.length;
  return map(p, (probability, index) => {
    const i = Math.floor(index / C);
    return ((probability - (y[i] === index % C ? 1 : 0)) * (copies ? (copies[i] ?? Number.NaN) : 1)) / B;
  });
}
