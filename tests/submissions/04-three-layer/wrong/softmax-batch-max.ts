// Fault: the largest logit of the whole batch is taken out, not of each row.

import { Matrix } from 'ml-matrix';

export interface Params3 {
  W1: Matrix; // (in, h1)
  b1: number[]; // (h1)
  W2: Matrix; // (h1, h2)
  b2: number[]; // (h2)
  W3: Matrix; // (h2, out)
  b3: number[]; // (out)
}

export interface Cache3 {
  z1: Matrix; // (B, h1)
  a1: Matrix; // (B, h1)
  z2: Matrix; // (B, h2)
  a2: Matrix; // (B, h2)
  p: Matrix; // (B, out), the softmax of z3
}

export interface Gradients3 {
  dW1: Matrix; // (in, h1)
  db1: number[]; // (h1)
  dW2: Matrix; // (h1, h2)
  db2: number[]; // (h2)
  dW3: Matrix; // (h2, out)
  db3: number[]; // (out)
}

export type Rng = () => number;

export interface TrainOptions3 {
  hidden: [number, number];
  lr: number;
  batchSize: number;
  steps: number;
  rng: Rng;
  onStep?: (step: number, loss: number) => void; // call it now and then to see a live curve, or never
}

/** A standard normal draw from two uniform ones (Box and Muller). Ready to use. */
export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

/** The numbers 0..n-1 in random order, every order equally likely (Fisher and Yates). Ready to use. */
export function shuffled(rng: Rng, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const other = Math.floor(rng() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

/** He for all three: every weight is normal with variance 2 / fan-in; biases start at 0. */
export function initParams(rng: Rng, dims: [number, number, number, number]): Params3 {
  // dims are in, h1, h2, out; the fan-in of a layer is the number of rows of its W
  const [d, h1, h2, out] = dims;
  const he = (rows: number, columns: number) => {
    const W = Matrix.zeros(rows, columns);
    return W.apply((i, j) => void W.set(i, j, normal(rng) * Math.sqrt(2 / rows)));
  };
  const zeros = (n: number) => new Array<number>(n).fill(0);
  return { W1: he(d, h1), b1: zeros(h1), W2: he(h1, h2), b2: zeros(h2), W3: he(h2, out), b3: zeros(out) };
}

/** Linear, relu, linear, relu, linear. z3 are the logits, not yet softmaxed. */
export function forward(
  X: Matrix,
  params: Params3,
): { z1: Matrix; a1: Matrix; z2: Matrix; a2: Matrix; z3: Matrix } {
  // z1 = X W1 + b1, a1 = relu(z1), and so on: X (B, in) -> z1, a1 (B, h1) -> z2, a2 (B, h2) -> z3 (B, out)
  const { W1, b1, W2, b2, W3, b3 } = params;
  const z1 = X.mmul(W1).addRowVector(b1);
  const a1 = relu(z1);
  const z2 = a1.mmul(W2).addRowVector(b2);
  const a2 = relu(z2);
  const z3 = a2.mmul(W3).addRowVector(b3);
  return { z1, a1, z2, a2, z3 };
}

/** The chain rule from the logits back to every parameter. */
export function backward(X: Matrix, y: Int32Array, cache: Cache3, params: Params3): Gradients3 {
  // dz3 = (p - onehot(y)) / B     (B, out)
  // dW3 = a2^T dz3                (h2, B) @ (B, out) -> (h2, out)
  // da2 = dz3 W3^T                (B, out) @ (out, h2) -> (B, h2)
  // dz2 = da2 where z2 > 0        (B, h2)
  // dW2, da1, dz1, dW1            one layer down, the same again: (h1, h2), (B, h1), (B, h1), (in, h1)
  // db3, db2, db1                 the sum of dz3, dz2, dz1 over the batch: (out), (h2), (h1)
  const { z1, a1, z2, a2, p } = cache;
  const dz3 = p.clone();
  y.forEach((label, i) => dz3.set(i, label, dz3.get(i, label) - 1));
  dz3.div(y.length);
  const dz2 = whereActive(dz3.mmul(params.W3.transpose()), z2);
  const dz1 = whereActive(dz2.mmul(params.W2.transpose()), z1);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
    dW3: a2.transpose().mmul(dz3),
    db3: dz3.sum('column'),
  };
}

/**
 * Trains a network from its initialisation with `steps` steps of SGD, one mini-batch each. losses[i] is the loss of batch i
 * before update i; accuracy is the share of right predictions, as often as you like, once at least.
 */
export function train(
  X: Matrix,
  y: Int32Array,
  { hidden, lr, batchSize, steps, rng, onStep }: TrainOptions3,
): { params: Params3; losses: number[]; accuracy: number[] } {
  // X (n, in), y (n) with classes 0..C-1, so out = C
  // each step: the next batch (its rows of X and the same entries of y), forward, loss, backward, update of all six
  const params = initParams(rng, [X.columns, ...hidden, Math.max(...y) + 1]);
  const columns = Array.from({ length: X.columns }, (_, j) => j);
  const losses: number[] = [];
  let order: Int32Array = new Int32Array(0);
  for (let step = 0; step < steps; step++) {
    if (order.length === 0) order = shuffled(rng, X.rows);
    const batch = Array.from(order.subarray(0, batchSize));
    order = order.subarray(batchSize);
    const Xb = X.selection(batch, columns); // (b, in)
    const yb = Int32Array.from(batch, (i) => y[i] ?? 0); // (b)
    const cache = forward(Xb, params);
    const p = softmax(cache.z3);
    const loss = -yb.reduce((sum, label, i) => sum + Math.log(p.get(i, label) + 1e-12), 0) / yb.length;
    losses.push(loss);
    onStep?.(step, loss);
    descend(params, backward(Xb, yb, { ...cache, p }, params), lr);
  }
  const { z3 } = forward(X, params);
  const right = y.filter((label, i) => z3.maxRowIndex(i)[1] === label).length;
  return { params, losses, accuracy: [right / y.length] };
}

function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

function softmax(z: Matrix): Matrix {
  const exps = Matrix.sub(z, z.max()).exp();
  return exps.divColumnVector(exps.sum('row'));
}

/** da with 0 where z is not above 0, in place. */
function whereActive(da: Matrix, z: Matrix): Matrix {
  return da.apply((i, j) => {
    if (z.get(i, j) <= 0) da.set(i, j, 0);
  });
}

/** Every parameter minus lr times its gradient, in place. */
function descend(params: Params3, grads: Gradients3, lr: number): void {
  for (const layer of [1, 2, 3] as const) {
    params[`W${layer}`].sub(grads[`dW${layer}`].mul(lr));
    params[`b${layer}`] = params[`b${layer}`].map((b, j) => b - lr * (grads[`db${layer}`][j] ?? 0));
  }
}
