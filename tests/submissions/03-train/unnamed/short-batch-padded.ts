// Fault: the short batch at the end of an epoch is filled up with rows of zeros of class 0.
import { Matrix } from 'ml-matrix';

type Rng = () => number;
interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Gradients { dW1: Matrix; db1: number[]; dW2: Matrix; db2: number[] }

function normal(rng: Rng): number {
  return Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
}

export function initParams(rng: Rng, [d, h, c]: [number, number, number]): Params {
  const he = (n: number, m: number) => {
    const W = new Matrix(n, m);
    for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) W.set(i, j, normal(rng) * Math.sqrt(2 / n));
    return W;
  };
  return { W1: he(d, h), b1: Array(h).fill(0), W2: he(h, c), b2: Array(c).fill(0) };
}

export function sgdStep(params: Params, grads: Gradients, lr: number): Params {
  return {
    W1: Matrix.sub(params.W1, Matrix.mul(grads.dW1, lr)),
    b1: params.b1.map((b, i) => b - lr * grads.db1[i]!),
    W2: Matrix.sub(params.W2, Matrix.mul(grads.dW2, lr)),
    b2: params.b2.map((b, i) => b - lr * grads.db2[i]!),
  };
}

export function miniBatches(rng: Rng, n: number, batchSize: number): Int32Array[] {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const out: Int32Array[] = [];
  for (let i = 0; i < n; i += batchSize) out.push(order.slice(i, i + batchSize));
  return out;
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng, onStep }: any) {
  const C = new Set(y).size;
  const B = batchSize;
  let params = initParams(rng, [X.columns, hidden, C]);
  const losses: number[] = [];
  const accuracy: number[] = [];
  let epoch: Int32Array[] = [];
  for (let step = 0; step < steps; step++) {
    if (epoch.length === 0) epoch = miniBatches(rng, X.rows, batchSize);
    const batch = epoch.shift()!;

    // always (B, in) and (B)
    const Xb = Matrix.zeros(B, X.columns);
    const yb = new Int32Array(B);
    batch.forEach((index, i) => {
      Xb.setRow(i, X.getRow(index));
      yb[i] = y[index]!;
    });

    const z1 = Xb.mmul(params.W1).addRowVector(params.b1);
    const a1 = Matrix.max(z1, Matrix.zeros(B, hidden));
    const z2 = a1.mmul(params.W2).addRowVector(params.b2);
    const s = z2.clone().subColumnVector(z2.max('row'));
    const e = Matrix.exp(s);
    const sums = e.sum('row');
    let loss = 0;
    let hits = 0;
    for (let i = 0; i < B; i++) {
      loss += Math.log(sums[i]!) - s.get(i, yb[i]!);
      if (s.maxRowIndex(i)[1] === yb[i]) hits++;
    }
    losses.push(loss / B);
    accuracy.push(hits / B);
    onStep?.(step, loss / B);
    const dz2 = e.divColumnVector(sums);
    for (let i = 0; i < B; i++) dz2.set(i, yb[i]!, dz2.get(i, yb[i]!) - 1);
    dz2.div(B);
    const dz1 = dz2.mmul(params.W2.transpose());
    for (let i = 0; i < B; i++) for (let j = 0; j < hidden; j++) if (z1.get(i, j) <= 0) dz1.set(i, j, 0);
    params = sgdStep(params, { dW1: Xb.transpose().mmul(dz1), db1: dz1.sum('column'), dW2: a1.transpose().mmul(dz2), db2: dz2.sum('column') }, lr);
  }
  if (!accuracy.length) accuracy.push(0);
  return { params, losses, accuracy };
}
