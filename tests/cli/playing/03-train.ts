// Right: the smallest training there is, for the tests of `play`.

import { Matrix } from 'ml-matrix';

interface Options {
  hidden: number;
  lr: number;
  batchSize: number;
  steps: number;
  rng: () => number;
  onStep?: (step: number, loss: number) => void;
}

export function train(X: Matrix, y: Int32Array, { hidden, lr, batchSize, steps, rng, onStep }: Options) {
  const classes = Math.max(...y) + 1;
  const W1 = he(rng, X.columns, hidden);
  const W2 = he(rng, hidden, classes);
  const b1 = new Array<number>(hidden).fill(0);
  const b2 = new Array<number>(classes).fill(0);
  const losses: number[] = [];
  const accuracy: number[] = [];
  for (let step = 0; step < steps; step++) {
    const rows = Array.from({ length: batchSize }, () => Math.floor(rng() * X.rows));
    const Xb = X.selection(
      rows,
      Array.from({ length: X.columns }, (_, column) => column),
    ); // (B, in)
    const z1 = Xb.mmul(W1).addRowVector(b1); // (B, h)
    const a1 = Matrix.max(z1, Matrix.zeros(z1.rows, z1.columns));
    const p = softmax(a1.mmul(W2).addRowVector(b2)); // (B, C)
    const labels = rows.map((row) => y[row]!);
    losses.push(labels.reduce((sum, label, row) => sum - Math.log(p.get(row, label) + 1e-12), 0) / batchSize);
    accuracy.push(labels.filter((label, row) => p.maxRowIndex(row)[1] === label).length / batchSize);
    onStep?.(step, losses[step]!);
    labels.forEach((label, row) => p.set(row, label, p.get(row, label) - 1));
    const dz2 = p.div(batchSize);
    const dW2 = a1.transpose().mmul(dz2);
    const dz1 = dz2.mmul(W2.transpose());
    for (let row = 0; row < dz1.rows; row++)
      for (let unit = 0; unit < hidden; unit++) if (z1.get(row, unit) <= 0) dz1.set(row, unit, 0);
    W1.sub(Xb.transpose().mmul(dz1).mul(lr));
    W2.sub(dW2.mul(lr));
    dz1.sum('column').forEach((sum, unit) => (b1[unit]! -= lr * sum));
    dz2.sum('column').forEach((sum, label) => (b2[label]! -= lr * sum));
  }
  return { params: { W1, b1, W2, b2 }, losses, accuracy };
}

function he(rng: () => number, rows: number, columns: number): Matrix {
  const normal = () => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
  const data = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => normal() * Math.sqrt(2 / rows)),
  );
  return new Matrix(data);
}

function softmax(z: Matrix): Matrix {
  const rows = z.to2DArray().map((row) => {
    const most = Math.max(...row);
    const exps = row.map((value) => Math.exp(value - most));
    const sum = exps.reduce((total, value) => total + value, 0);
    return exps.map((value) => value / sum);
  });
  return new Matrix(rows);
}
