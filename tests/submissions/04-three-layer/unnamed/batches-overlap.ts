// Fault: a batch is a window on the shuffled order that moves on by one example.
import { Matrix } from 'ml-matrix';

export interface Params3 { W1: Matrix; b1: number[]; W2: Matrix; b2: number[]; W3: Matrix; b3: number[] }
type Cache = Record<'z1' | 'a1' | 'z2' | 'a2' | 'p', Matrix>;
type Options = { hidden: [number, number]; lr: number; batchSize: number; steps: number; rng: () => number };

const normal = (rng: () => number) => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());

export function initParams(rng: () => number, [d, h1, h2, out]: [number, number, number, number]): Params3 {
  const he = (rows: number, columns: number) =>
    new Matrix(Array.from({ length: rows }, () => Array.from({ length: columns }, () => normal(rng) * Math.sqrt(2 / rows))));
  return {
    W1: he(d, h1), b1: new Array(h1).fill(0),
    W2: he(h1, h2), b2: new Array(h2).fill(0),
    W3: he(h2, out), b3: new Array(out).fill(0),
  };
}

const softmax = (z: Matrix) => {
  const shifted = z.clone().subColumnVector(z.to2DArray().map((row) => Math.max(...row))).exp();
  return shifted.divColumnVector(shifted.sum('row'));
};

const relu = (z: Matrix) => Matrix.max(z, Matrix.zeros(z.rows, z.columns));

export function forward(X: Matrix, params: Params3) {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = relu(z1);
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  const a2 = relu(z2);
  const z3 = a2.mmul(params.W3).addRowVector(params.b3);
  return { z1, a1, z2, a2, z3 };
}

const gate = (da: Matrix, z: Matrix) => Matrix.mul(da, new Matrix(z.to2DArray().map((row) => row.map((v) => (v > 0 ? 1 : 0)))));

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params3) {
  const { z1, a1, z2, a2, p } = cache;
  const B = X.rows;
  const dz3 = p.clone();
  y.forEach((label, i) => dz3.set(i, label, dz3.get(i, label) - 1));
  dz3.div(B);
  const dW3 = a2.transpose().mmul(dz3);
  const db3 = dz3.sum('column');
  const da2 = dz3.mmul(params.W3.transpose());
  const dz2 = gate(da2, z2);
  const dW2 = a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = gate(da1, z1);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2, dW3, db3 };
}

function shuffled(rng: () => number, n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng }: Options) {
  const params = initParams(rng, [X.columns, hidden[0], hidden[1], Math.max(...y) + 1]);
  const losses: number[] = [];
  let order: number[] = [];
  const columns = Array.from({ length: X.columns }, (_, j) => j);
  for (let step = 0; step < steps; step++) {
    if (order.length === 0) order = shuffled(rng, X.rows);
    const rows = order.slice(0, batchSize);
    order.shift();
    const Xb = X.selection(rows, columns);
    const yb = Int32Array.from(rows, (i) => y[i]);
    const cache = forward(Xb, params);
    const p = softmax(cache.z3);
    losses.push(-rows.reduce((sum, _, i) => sum + Math.log(p.get(i, yb[i]) + 1e-12), 0) / rows.length);
    const grads = backward(Xb, yb, { ...cache, p }, params);
    for (const k of [1, 2, 3] as const) {
      params[`W${k}`] = Matrix.sub(params[`W${k}`], Matrix.mul(grads[`dW${k}`], lr));
      params[`b${k}`] = params[`b${k}`].map((b, j) => b - lr * grads[`db${k}`][j]);
    }
  }
  const { z3 } = forward(X, params);
  const right = Array.from(y).filter((label, i) => z3.maxRowIndex(i)[1] === label).length;
  return { params, losses, accuracy: [right / y.length] };
}
