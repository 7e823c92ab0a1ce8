// Fault: rows of zeros in X are taken for padding and left out.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

export interface Cache {
  z1: Matrix;
  a1: Matrix;
  p: Matrix;
}

export interface Gradients {
  dW1: Matrix;
  db1: number[];
  dW2: Matrix;
  db2: number[];
}

/** Gradient of the mean cross-entropy with respect to the logits. */
export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const batchSize = p.rows;
  const gradient = p.clone();
  for (let i = 0; i < batchSize; i++) {
    gradient.set(i, y[i], gradient.get(i, y[i]) - 1);
  }
  return gradient.div(batchSize);
}

/** A row without a single feature is padding that fills up the last batch. */
function isPadding(row: number[]): boolean {
  return row.every((value) => value === 0);
}

/** Derivative of ReLU, applied to an upstream gradient. */
function reluBackward(upstream: Matrix, preActivation: Matrix): Matrix {
  return new Matrix(
    upstream.to2DArray().map((row, i) => row.map((value, j) => (preActivation.get(i, j) > 0 ? value : 0))),
  );
}

/** Gradients of a linear layer with respect to its weights and its bias. */
function linearBackward(input: Matrix, upstream: Matrix): { dW: Matrix; db: number[] } {
  return { dW: input.transpose().mmul(upstream), db: upstream.sum('column') };
}

/** Backward pass of the two-layer network. */
export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params): Gradients {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  X.to2DArray().forEach((row, i) => {
    if (isPadding(row)) {
      dz2.setRow(i, new Array<number>(dz2.columns).fill(0));
    }
  });

  const { dW: dW2, db: db2 } = linearBackward(cache.a1, dz2);
  const dz1 = reluBackward(dz2.mmul(params.W2.transpose()), cache.z1);
  const { dW: dW1, db: db1 } = linearBackward(X, dz1);
  return { dW1, db1, dW2, db2 };
}
