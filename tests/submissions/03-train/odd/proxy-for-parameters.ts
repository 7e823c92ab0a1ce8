// Right: params is a proxy that answers to W1, b1, W2 and b2 and has no such keys.
import { Matrix } from 'ml-matrix';

type Rng = () => number;
interface Layer {
  W: Matrix;
  b: Float64Array;
}
interface Params {
  W1: Matrix;
  b1: Float64Array;
  W2: Matrix;
  b2: Float64Array;
  layers: Layer[];
}

const NAME = /^([Wb])([12])$/;

function proxied(layers: Layer[]): Params {
  const look = (key: string | symbol): Matrix | Float64Array | undefined => {
    const match = typeof key === 'string' ? NAME.exec(key) : null;
    return match ? layers[Number(match[2]) - 1]![match[1] as 'W' | 'b'] : undefined;
  };
  return new Proxy({ layers } as any, {
    get: (target, key) => look(key) ?? target[key],
    has: (target, key) => look(key) !== undefined || key in target,
  });
}

function polar(rng: Rng): number {
  for (;;) {
    const u = 2 * rng() - 1;
    const v = 2 * rng() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

export function initParams(rng: Rng, dims: [number, number, number]): Params {
  return proxied(
    [0, 1].map((k) => {
      const rows = dims[k]!;
      const columns = dims[k + 1]!;
      const W = new Matrix(rows, columns);
      for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) W.set(i, j, polar(rng) * Math.sqrt(2 / rows));
      return { W, b: new Float64Array(columns) };
    }),
  );
}

export function sgdStep(params: any, grads: any, lr: number): Params {
  return proxied(
    [1, 2].map((k) => {
      const W = new Matrix(params[`W${k}`]);
      W.sub(Matrix.mul(grads[`dW${k}`], lr));
      const g = grads[`db${k}`];
      return { W, b: Float64Array.from(params[`b${k}`] as number[], (value, i) => value - lr * g[i]) };
    }),
  );
}

export function miniBatches(rng: Rng, n: number, batchSize: number): number[][] {
  const order = [...Array(n).keys()];
  for (let i = 0; i < n - 1; i++) {
    const j = i + Math.floor(rng() * (n - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const batches: number[][] = [];
  while (order.length) batches.push(order.splice(0, batchSize));
  return batches;
}

export function train(X: Matrix, y: Int32Array, options: any) {
  const { hidden, lr, batchSize, steps, rng, onStep } = options;
  let classes = 0;
  y.forEach((label) => {
    if (label >= classes) classes = label + 1;
  });
  let params = initParams(rng, [X.columns, hidden, classes]);
  let queue: number[][] = [];
  const losses: number[] = [];
  const accuracy: number[] = [];

  while (losses.length < steps) {
    if (queue.length === 0) queue = miniBatches(rng, X.rows, batchSize);
    const rows = queue.shift()!;
    const Xb = X.subMatrixRow(rows);
    const z1 = Xb.mmul(params.W1).addRowVector(params.b1 as any);
    const a1 = Matrix.max(z1, Matrix.zeros(z1.rows, z1.columns));
    const z2 = a1.mmul(params.W2).addRowVector(params.b2 as any);

    let loss = 0;
    let hits = 0;
    const dz2 = Matrix.zeros(z2.rows, z2.columns);
    rows.forEach((row, i) => {
      const logits = z2.getRow(i);
      const label = y[row]!;
      const top = Math.max(...logits);
      const weights = logits.map((z) => Math.exp(z - top));
      const total = weights.reduce((s, w) => s + w);
      loss += Math.log(total) + top - logits[label]!;
      if (logits[label] === top) hits++;
      dz2.setRow(
        i,
        weights.map((w, c) => (w / total - (c === label ? 1 : 0)) / rows.length),
      );
    });
    losses.push(loss / rows.length);
    accuracy.push(hits / rows.length);

    const dz1 = dz2.mmul(params.W2.transpose()).mul(z1.clone().sign().add(1).div(2).floor());
    params = sgdStep(
      params,
      { dW1: Xb.transpose().mmul(dz1), db1: dz1.sum('column'), dW2: a1.transpose().mmul(dz2), db2: dz2.sum('column') },
      lr,
    );
    if (losses.length % 100 === 0 && onStep) onStep(losses.length - 1, losses[losses.length - 1]);
  }
  if (accuracy.length === 0) accuracy.push(0);
  return { params, losses, accuracy };
}
