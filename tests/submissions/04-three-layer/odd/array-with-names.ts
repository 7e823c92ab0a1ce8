// Right: params and gradients are arrays of layers that also answer to W1 ... b3.
import { Matrix } from 'ml-matrix';

type Rng = () => number;
type Layer = readonly [W: Matrix, b: Matrix];
type Vector = number[] | Matrix;
interface Given {
  W1: Matrix;
  b1: Vector;
  W2: Matrix;
  b2: Vector;
  W3: Matrix;
  b3: Vector;
}

const withNames = <P extends string>(layers: Layer[], prefix: P) =>
  layers.reduce((all: any, [W, b], k) => Object.assign(all, { [`${prefix}W${k + 1}`]: W, [`${prefix}b${k + 1}`]: b }), [...layers]);

const layersOf = (p: Given): [Matrix, Vector][] => [
  [p.W1, p.b1],
  [p.W2, p.b2],
  [p.W3, p.b3],
];

const draw = (rng: Rng) => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());

export const initParams = (rng: Rng, dims: [number, number, number, number]) =>
  withNames(
    dims.slice(1).map((columns, k): Layer => {
      const rows = dims[k]!;
      return [Matrix.rand(rows, columns, { random: () => draw(rng) }).mul(Math.sqrt(2 / rows)), Matrix.zeros(1, columns)];
    }),
    '',
  );

const relu = (Z: Matrix) => Matrix.max(Z, Matrix.zeros(Z.rows, Z.columns));

export const forward = (X: Matrix, params: Given) => {
  const [z1, a1, z2, a2, z3] = layersOf(params).reduce<Matrix[]>((trail, [W, b], k) => {
    const z = (trail.at(-1) ?? X).mmul(W).addRowVector(b);
    return k < 2 ? [...trail, z, relu(z)] : [...trail, z];
  }, []) as [Matrix, Matrix, Matrix, Matrix, Matrix];
  return { z1, a1, z2, a2, z3 };
};

export const backward = (X: Matrix, y: Int32Array, cache: { z1: Matrix; a1: Matrix; z2: Matrix; a2: Matrix; p: Matrix }, params: Given) => {
  const hot = Matrix.zeros(cache.p.rows, cache.p.columns);
  y.forEach((label, i) => hot.set(i, label, 1));
  const inputs = [X, cache.a1, cache.a2];
  const before = [null, cache.z1, cache.z2];
  const weights = layersOf(params).map(([W]) => W);
  const climb = (k: number, dz: Matrix): Layer[] => {
    const here: Layer = [inputs[k]!.transpose().mmul(dz), Matrix.rowVector(dz.sum('column'))];
    const z = before[k];
    if (!z) return [here];
    const below = dz.mmul(weights[k]!.transpose());
    const gated = new Matrix(below.rows, below.columns);
    for (const [i, j, value] of below.entries()) gated.set(i, j, z.get(i, j) > 0 ? value : 0);
    return [...climb(k - 1, gated), here];
  };
  return withNames(climb(2, Matrix.sub(cache.p, hot).div(y.length)), 'd');
};

const softmax = (Z: Matrix) => {
  const tops = Z.max('row');
  const E = Z.clone().subColumnVector(tops).exp();
  return E.divColumnVector(E.sum('row'));
};

const meanLoss = (Z: Matrix, y: Int32Array) => {
  const tops = Z.max('row');
  const totals = Z.clone().subColumnVector(tops).exp().sum('row');
  return y.reduce((s, label, i) => s + Math.log(totals[i]!) + tops[i]! - Z.get(i, label), 0) / y.length;
};

export const train = (
  X: Matrix,
  y: Int32Array,
  o: { hidden: [number, number]; lr: number; batchSize: number; steps: number; rng: Rng; onStep?: (step: number, loss: number) => void },
) => {
  const classes = y.reduce((m, label) => Math.max(m, label), -1) + 1;
  let params = initParams(o.rng, [X.columns, ...o.hidden, classes]);
  const losses: number[] = [];
  const queue: number[] = [];
  for (let step = 0; step < o.steps; step++) {
    if (queue.length === 0) {
      for (let i = 0; i < X.rows; i++) {
        queue.push(i);
        const j = Math.floor(o.rng() * (i + 1));
        [queue[i], queue[j]] = [queue[j]!, queue[i]!];
      }
    }
    const rows = queue.splice(0, o.batchSize);
    const Xb = X.subMatrixRow(rows);
    const yb = Int32Array.from(rows, (i) => y[i]!);
    const { z3, ...rest } = forward(Xb, params);
    losses.push(meanLoss(z3, yb));
    const grads = backward(Xb, yb, { ...rest, p: softmax(z3) }, params);
    params = withNames(
      (params as Layer[]).map(([W, b], k): Layer => {
        const [dW, db] = (grads as Layer[])[k]!;
        return [Matrix.sub(W, Matrix.mul(dW, o.lr)), Matrix.sub(b, Matrix.mul(db, o.lr))];
      }),
      '',
    );
    if (step % 25 === 0) o.onStep?.(step, losses.at(-1)!);
  }
  const final = forward(X, params).z3;
  return { params, losses, accuracy: [y.filter((label, i) => final.maxRowIndex(i)[1] === label).length / y.length] };
};
