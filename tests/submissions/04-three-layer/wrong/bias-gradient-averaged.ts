// Fault: the mean after dz was divided by B.
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

function relu(z: Matrix): Matrix {
  const a = z.clone();
  return a.apply((i, j) => { if (a.get(i, j) < 0) a.set(i, j, 0); });
}

export function forward(X: Matrix, params: Params3) {
  const zs: Matrix[] = [];
  const as: Matrix[] = [X];
  for (const k of [1, 2, 3] as const) {
    const z = as[k - 1].mmul(params[`W${k}`]).addRowVector(params[`b${k}`]);
    zs.push(z);
    if (k < 3) as.push(relu(z));
  }
  return { z1: zs[0], a1: as[1], z2: zs[1], a2: as[2], z3: zs[2] };
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params3) {
  const inputs = [X, cache.a1, cache.a2];
  const pre = [cache.z1, cache.z2];
  const weights = [params.W1, params.W2, params.W3];
  const dW: Matrix[] = [];
  const db: number[][] = [];
  let dz = new Matrix(cache.p.to2DArray().map((row, i) => row.map((v, c) => (v - (y[i] === c ? 1 : 0)) / y.length)));
  for (let layer = 2; layer >= 0; layer--) {
    dW[layer] = inputs[layer].transpose().mmul(dz);
    db[layer] = dz.mean('column');
    if (layer === 0) break;
    const da = dz.mmul(weights[layer].transpose());
    const z = pre[layer - 1];
    da.apply((i, j) => { if (z.get(i, j) <= 0) da.set(i, j, 0); });
    dz = da;
  }
  return { dW1: dW[0], db1: db[0], dW2: dW[1], db2: db[1], dW3: dW[2], db3: db[2] };
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
