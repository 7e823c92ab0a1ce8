// Fault: a batch that goes on into the next epoch takes all its labels from there.
import { Matrix } from 'ml-matrix';

export interface Params3 {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
  W3: Matrix;
  b3: number[];
}

export interface Cache3 {
  z1: Matrix;
  a1: Matrix;
  z2: Matrix;
  a2: Matrix;
  p: Matrix;
}

export interface Gradients3 {
  dW1: Matrix;
  db1: number[];
  dW2: Matrix;
  db2: number[];
  dW3: Matrix;
  db3: number[];
}

export type Rng = () => number;

export interface TrainOptions3 {
  hidden: [number, number];
  lr: number;
  batchSize: number;
  steps: number;
  rng: Rng;
  onStep?: (step: number, loss: number) => void;
}

export function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

export function shuffled(rng: Rng, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last--) {
    const other = Math.floor(rng() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

function heNormal(rng: Rng, fanIn: number, fanOut: number): Matrix {
  const W = Matrix.zeros(fanIn, fanOut);
  const std = Math.sqrt(2 / fanIn);
  for (let i = 0; i < fanIn; i++) {
    for (let j = 0; j < fanOut; j++) W.set(i, j, std * normal(rng));
  }
  return W;
}

export function initParams(rng: Rng, dims: [number, number, number, number]): Params3 {
  const [dIn, h1, h2, out] = dims;
  return {
    W1: heNormal(rng, dIn, h1),
    b1: new Array<number>(h1).fill(0),
    W2: heNormal(rng, h1, h2),
    b2: new Array<number>(h2).fill(0),
    W3: heNormal(rng, h2, out),
    b3: new Array<number>(out).fill(0),
  };
}

function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

function softmax(z: Matrix): Matrix {
  const p = z.clone();
  for (let i = 0; i < p.rows; i++) {
    const row = p.getRow(i);
    const top = Math.max(...row);
    const e = row.map((v) => Math.exp(v - top));
    const total = e.reduce((s, v) => s + v, 0);
    p.setRow(i, e.map((v) => v / total));
  }
  return p;
}

export function forward(X: Matrix, params: Params3) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  const a2 = relu(z2);
  const z3 = linear(a2, params.W3, params.b3);
  return { z1, a1, z2, a2, z3 };
}

/** d where z > 0, otherwise 0; a new matrix */
function gate(d: Matrix, z: Matrix): Matrix {
  const out = d.clone();
  for (let i = 0; i < out.rows; i++) {
    for (let j = 0; j < out.columns; j++) {
      if (z.get(i, j) <= 0) out.set(i, j, 0);
    }
  }
  return out;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache3, params: Params3): Gradients3 {
  const { z1, a1, z2, a2, p } = cache;
  const B = X.rows;
  const dz3 = p.clone();
  for (let i = 0; i < B; i++) dz3.set(i, y[i]!, dz3.get(i, y[i]!) - 1);
  dz3.div(B);
  const dz2 = gate(dz3.mmul(params.W3.transpose()), z2);
  const dz1 = gate(dz2.mmul(params.W2.transpose()), z1);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
    dW3: a2.transpose().mmul(dz3),
    db3: dz3.sum('column'),
  };
}

function accuracyOf(X: Matrix, y: Int32Array, params: Params3): number {
  const { z3 } = forward(X, params);
  let right = 0;
  for (let i = 0; i < X.rows; i++) {
    if (z3.maxRowIndex(i)[1] === y[i]) right++;
  }
  return right / X.rows;
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng, onStep }: TrainOptions3) {
  const n = X.rows;
  const classes = y.reduce((top, label) => Math.max(top, label), 0) + 1;
  const params = initParams(rng, [X.columns, hidden[0], hidden[1], classes]);
  const losses: number[] = [];
  const accuracy: number[] = [];

  // an endless stream of indices, reshuffled whenever an epoch is used up
  let order = shuffled(rng, n);
  let at = 0;
  const next = (): number => {
    if (at === n) {
      order = shuffled(rng, n);
      at = 0;
    }
    return order[at++]!;
  };

  for (let step = 0; step < steps; step++) {
    const Xb = new Matrix(Array.from({ length: batchSize }, () => X.getRow(next())));
    // the labels of the last batchSize places
    const yb = Int32Array.from({ length: batchSize }, (_, k) => y[order[(at - batchSize + k + n) % n]!]!);

    const { z1, a1, z2, a2, z3 } = forward(Xb, params);
    const p = softmax(z3);
    let loss = 0;
    for (let i = 0; i < batchSize; i++) loss -= Math.log(Math.max(p.get(i, yb[i]!), 1e-12));
    loss /= batchSize;
    losses.push(loss);

    const g = backward(Xb, yb, { z1, a1, z2, a2, p }, params);
    params.W1.sub(g.dW1.mul(lr));
    params.W2.sub(g.dW2.mul(lr));
    params.W3.sub(g.dW3.mul(lr));
    params.b1 = params.b1.map((v, j) => v - lr * g.db1[j]!);
    params.b2 = params.b2.map((v, j) => v - lr * g.db2[j]!);
    params.b3 = params.b3.map((v, j) => v - lr * g.db3[j]!);
    if (step % 100 === 0) {
      onStep?.(step, loss);
      accuracy.push(accuracyOf(X, y, params));
    }
  }
  accuracy.push(accuracyOf(X, y, params));
  return { params, losses, accuracy };
}
