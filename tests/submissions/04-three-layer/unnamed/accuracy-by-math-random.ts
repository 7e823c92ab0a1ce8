// Fault: accuracy is measured on examples that Math.random draws.
import { Matrix } from 'ml-matrix';

type Rng = () => number;
interface Params3 {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
  W3: Matrix;
  b3: number[];
}
interface Cache3 {
  z1: Matrix;
  a1: Matrix;
  z2: Matrix;
  a2: Matrix;
  p: Matrix;
}
interface Gradients3 {
  dW1: Matrix;
  db1: number[];
  dW2: Matrix;
  db2: number[];
  dW3: Matrix;
  db3: number[];
}
interface TrainOptions3 {
  hidden: [number, number];
  lr: number;
  batchSize: number;
  steps: number;
  rng: Rng;
  onStep?: (step: number, loss: number) => void;
}

function spotCheck(X: Matrix, y: Int32Array, params: Params3): number {
  const rows = Array.from({ length: 100 }, () => Math.floor(Math.random() * X.rows));
  const { z3 } = forward(X.subMatrixRow(rows), params);
  return rows.filter((row, i) => z3.maxRowIndex(i)[1] === y[row]).length / rows.length;
}

function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

export function initParams(rng: Rng, dims: [number, number, number, number]): Params3 {
  const [inputs, h1, h2, outputs] = dims;
  const he = (rows: number, columns: number): Matrix => Matrix.rand(rows, columns, { random: () => normal(rng) * Math.sqrt(2 / rows) });
  const zeros = (length: number): number[] => new Array<number>(length).fill(0);
  return { W1: he(inputs, h1), b1: zeros(h1), W2: he(h1, h2), b2: zeros(h2), W3: he(h2, outputs), b3: zeros(outputs) };
}

function relu(z: Matrix): Matrix {
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function forward(X: Matrix, params: Params3): { z1: Matrix; a1: Matrix; z2: Matrix; a2: Matrix; z3: Matrix } {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = relu(z1);
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  const a2 = relu(z2);
  const z3 = a2.mmul(params.W3).addRowVector(params.b3);
  return { z1, a1, z2, a2, z3 };
}

function masked(da: Matrix, z: Matrix): Matrix {
  const dz = da.clone();
  for (let i = 0; i < z.rows; i++) for (let j = 0; j < z.columns; j++) if (z.get(i, j) <= 0) dz.set(i, j, 0);
  return dz;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache3, params: Params3): Gradients3 {
  const { z1, a1, z2, a2, p } = cache;
  const dz3 = p.clone();
  for (let i = 0; i < dz3.rows; i++) dz3.set(i, y[i]!, dz3.get(i, y[i]!) - 1);
  dz3.div(X.rows);
  const da2 = dz3.mmul(params.W3.transpose());
  const dz2 = masked(da2, z2);
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = masked(da1, z1);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
    dW3: a2.transpose().mmul(dz3),
    db3: dz3.sum('column'),
  };
}

function softmaxAndLoss(z: Matrix, y: Int32Array): { p: Matrix; loss: number } {
  const p = new Matrix(z.rows, z.columns);
  let loss = 0;
  for (let i = 0; i < z.rows; i++) {
    const top = z.maxRow(i);
    const e = z.getRow(i).map((v) => Math.exp(v - top));
    const total = e.reduce((s, v) => s + v, 0);
    loss += Math.log(total) + top - z.get(i, y[i]!);
    p.setRow(
      i,
      e.map((v) => v / total),
    );
  }
  return { p, loss: loss / z.rows };
}

function descend(params: Params3, grads: Gradients3, lr: number): Params3 {
  const vector = (b: number[], g: number[]): number[] => b.map((v, i) => v - lr * g[i]!);
  return {
    W1: Matrix.sub(params.W1, Matrix.mul(grads.dW1, lr)),
    b1: vector(params.b1, grads.db1),
    W2: Matrix.sub(params.W2, Matrix.mul(grads.dW2, lr)),
    b2: vector(params.b2, grads.db2),
    W3: Matrix.sub(params.W3, Matrix.mul(grads.dW3, lr)),
    b3: vector(params.b3, grads.db3),
  };
}

function shuffled(rng: Rng, n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng, onStep }: TrainOptions3) {
  const classes = y.reduce((most, label) => Math.max(most, label), 0) + 1;
  let params = initParams(rng, [X.columns, hidden[0], hidden[1], classes]);
  const losses: number[] = [];
  const accuracy: number[] = [];
  let order: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (order.length === 0) order = shuffled(rng, X.rows);
    const rows = order.splice(0, batchSize);
    const Xb = X.subMatrixRow(rows);
    const yb = Int32Array.from(rows, (i) => y[i]!);
    const { z3, ...cache } = forward(Xb, params);
    const { p, loss } = softmaxAndLoss(z3, yb);
    losses.push(loss);
    if (step % 100 === 0) accuracy.push(spotCheck(X, y, params));
    onStep?.(step, loss);
    const grads = backward(Xb, yb, { ...cache, p }, params);
    params = descend(params, grads, lr);
  }
  accuracy.push(spotCheck(X, y, params));
  return { params, losses, accuracy };
}
