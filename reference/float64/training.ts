// Training in float64, the plain way: He initialisation, shuffled mini-batches, gradient descent.

import type { Labelled } from '../datasets/clusters.ts';
import { columnsOf, map, matrix, vector, type NdArray } from '../ndarray.ts';
import { stepped } from './descent.ts';
import { depthOf, forward, lossAndGrads, named, type Activation, type Params } from './mlp.ts';
import { crossEntropy } from './softmax.ts';

export interface TrainingOptions {
  activation: Activation;
  /** Widths of the hidden layers. */
  hidden: readonly number[];
  lr: number;
  batchSize: number;
  steps: number;
  /** Uniform draws from [0, 1). */
  uniform: () => number;
  /** Standard normal draws. */
  normal: () => number;
}

/** Parameters after training, and the loss of each mini-batch before its update. */
export function train(data: Labelled, options: TrainingOptions): { params: Params; losses: number[] } {
  const { activation, hidden, lr, batchSize, steps, uniform, normal } = options;
  let params = initialise([columnsOf(data.X), ...hidden, data.classes], normal);
  const losses: number[] = [];
  let order: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (order.length === 0) order = shuffled(data.y.length, uniform);
    const { X, y } = rowsAt(data, order.splice(0, batchSize));
    const { loss, grads } = lossAndGrads(activation, X, y, params);
    losses.push(loss);
    params = stepped({ params, grads, lr });
  }
  return { params, losses };
}

/** Loss and accuracy of a network on a whole data set. */
export function evaluate(
  activation: Activation,
  { X, y }: Labelled,
  params: Params,
): { loss: number; accuracy: number } {
  const cache = forward(activation, X, params);
  const logits = named(cache, `z${depthOf(params)}`);
  const right = y.reduce((count, label, i) => count + (argmaxOfRow(logits, i) === label ? 1 : 0), 0);
  return { loss: crossEntropy(logits, y), accuracy: right / y.length };
}

/** The examples at `indices`, in that order. */
export function rowsAt({ X, y, classes }: Labelled, indices: readonly number[]): Labelled {
  const width = columnsOf(X);
  const rows = matrix(indices.length, width);
  for (const [row, i] of indices.entries())
    rows.data.set(X.data.subarray(i * width, (i + 1) * width), row * width);
  return {
    X: rows,
    y: Int32Array.from(indices, (i) => y[i] ?? 0),
    classes,
  };
}

/** He: variance 2 / fan-in, biases 0. */
function initialise(dims: readonly number[], normal: () => number): Params {
  const params: Params = {};
  for (let layer = 1; layer < dims.length; layer++) {
    const [fanIn = 1, fanOut = 1] = dims.slice(layer - 1);
    params[`W${layer}`] = map(matrix(fanIn, fanOut), () => normal() * Math.sqrt(2 / fanIn));
    params[`b${layer}`] = vector(new Float64Array(fanOut));
  }
  return params;
}

function shuffled(n: number, uniform: () => number): number[] {
  const order = Array.from({ length: n }, (_, i) => ({ i, at: uniform() }));
  return order.toSorted((a, b) => a.at - b.at).map(({ i }) => i);
}

function argmaxOfRow(A: NdArray, i: number): number {
  const row = A.data.subarray(i * columnsOf(A), (i + 1) * columnsOf(A));
  return row.indexOf(row.reduce((a, b) => Math.max(a, b), -Infinity));
}
