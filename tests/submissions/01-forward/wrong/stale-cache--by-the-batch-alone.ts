// Fault: forward keeps what it gave for each X, whatever the parameters are by now.

import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[]; // (h)
  W2: Matrix; // (h, out)
  b2: number[]; // (out)
}

/** A linear layer, X W + b. mmul does not check the inner sizes: compare X.columns and W.rows yourself when in doubt. */
export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  // (B, in) @ (in, out) + (out) -> (B, out)
  return X.mmul(W).addRowVector(b);
}

/** max(0, z), entry by entry. Matrix.max wants two matrices: Matrix.max(z, 0) throws. */
export function relu(z: Matrix): Matrix {
  // (B, h) -> (B, h)
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

/** exp of every entry, divided by the sum of its row. Safe for logits of 1e4: exp(1e4) overflows, so what must go first? */
export function softmax(z: Matrix): Matrix {
  // (B, out) -> (B, out), every row sums to 1
  const exps = z.clone().subColumnVector(rowMaxima(z)).exp();
  return exps.divColumnVector(exps.sum('row'));
}

/** The mean over the batch of -log p[i, y[i]], from raw logits. Int32Array.map would cut each term to a whole number. */
export function crossEntropy(logits: Matrix, y: Int32Array): number {
  // (B, out), (B) -> one number
  // -log softmax(z)[y] = log(sum exp(z - max)) - (z[y] - max): no log of a probability that underflowed to 0
  const shifted = logits.clone().subColumnVector(rowMaxima(logits));
  const logSums = shifted.clone().exp().sum('row').map(Math.log); // (B)
  const losses = logSums.map((logSum, i) => logSum - shifted.get(i, y[i]!));
  return losses.reduce((sum, loss) => sum + loss, 0) / y.length;
}

/** Linear, relu, linear. z1 and a1 are kept because the backward pass needs them; z2 are the logits, not yet softmaxed. */
export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  // z1 = X W1 + b1, a1 = relu(z1), z2 = a1 W2 + b2: X (B, in) -> z1 (B, h) -> a1 (B, h) -> z2 (B, out)
  const key = X.to1DArray().join(); const old = memo.get(key); if (old) return old;
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  const out = { z1, a1, z2 }; memo.set(key, out); return out;
}

/** The largest entry of each row: (B, out) -> (B). */
function rowMaxima(z: Matrix): number[] {
  return z.to2DArray().map((row) => Math.max(...row));
}

const memo = new Map<string, any>();
