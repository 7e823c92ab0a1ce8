// Fault: = for += in the bias gradients.
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

const affine = (A: number[][], W: number[][], b: number[]) =>
  A.map((row) => b.map((bias, j) => row.reduce((sum, a, k) => sum + a * W[k][j], bias)));

export function forward(X: Matrix, params: Params3) {
  const [W1, W2, W3] = [params.W1, params.W2, params.W3].map((W) => W.to2DArray());
  const z1 = affine(X.to2DArray(), W1, params.b1);
  const a1 = z1.map((row) => row.map((z) => Math.max(0, z)));
  const z2 = affine(a1, W2, params.b2);
  const a2 = z2.map((row) => row.map((z) => Math.max(0, z)));
  const z3 = affine(a2, W3, params.b3);
  const [Z1, A1, Z2, A2, Z3] = [z1, a1, z2, a2, z3].map((rows) => new Matrix(rows));
  return { z1: Z1, a1: A1, z2: Z2, a2: A2, z3: Z3 };
}

const zeros = (rows: number, columns: number) => Array.from({ length: rows }, () => new Array<number>(columns).fill(0));

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params3) {
  const [x, z1, a1, z2, a2, p] = [X, cache.z1, cache.a1, cache.z2, cache.a2, cache.p].map((m) => m.to2DArray());
  const [W2, W3] = [params.W2.to2DArray(), params.W3.to2DArray()];
  const [B, d, h1, h2, C] = [x.length, x[0].length, z1[0].length, z2[0].length, p[0].length];
  const [dW1, dW2, dW3] = [zeros(d, h1), zeros(h1, h2), zeros(h2, C)];
  const [db1, db2, db3] = [new Array(h1).fill(0), new Array(h2).fill(0), new Array(C).fill(0)];
  for (let n = 0; n < B; n++) {
    const g3 = p[n].map((v, c) => (v - (y[n] === c ? 1 : 0)) / B);
    const g2 = z2[n].map((z, j) => (z > 0 ? g3.reduce((sum, g, c) => sum + g * W3[j][c], 0) : 0));
    const g1 = z1[n].map((z, i) => (z > 0 ? g2.reduce((sum, g, j) => sum + g * W2[i][j], 0) : 0));
    g3.forEach((g, c) => { db3[c] = g; a2[n].forEach((a, j) => { dW3[j][c] += a * g; }); });
    g2.forEach((g, j) => { db2[j] = g; a1[n].forEach((a, i) => { dW2[i][j] += a * g; }); });
    g1.forEach((g, i) => { db1[i] = g; x[n].forEach((v, k) => { dW1[k][i] += v * g; }); });
  }
  return { dW1: new Matrix(dW1), db1, dW2: new Matrix(dW2), db2, dW3: new Matrix(dW3), db3 };
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng }: Options) {
  const params = initParams(rng, [X.columns, hidden[0], hidden[1], Math.max(...y) + 1]);
  const losses: number[] = [];
  const columns = Array.from({ length: X.columns }, (_, j) => j);
  for (let step = 0; step < steps; step++) {
    const rows = Array.from({ length: batchSize }, () => Math.floor(rng() * X.rows));
    const Xb = X.selection(rows, columns);
    const yb = Int32Array.from(rows, (i) => y[i]);
    const cache = forward(Xb, params);
    const p = softmax(cache.z3);
    losses.push(-rows.reduce((sum, _, i) => sum + Math.log(p.get(i, yb[i]) + 1e-12), 0) / batchSize);
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
