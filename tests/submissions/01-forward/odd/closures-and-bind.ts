// Odd: bound methods, currying and a composed pipeline; exported functions have other lengths than the ones asked for.
import { Matrix } from 'ml-matrix';

type Step = (m: Matrix) => Matrix;
interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

const pipe = (...steps: Step[]) => (m: Matrix) => steps.reduce((value, step) => step(value), m);
const shift: Step = (z) => z.clone().subColumnVector(z.max('row'));
const normalise: Step = (e) => e.clone().divColumnVector(e.sum('row'));
const dense = (W: Matrix) => (b: number[]): Step => (X) => X.mmul(W).addRowVector(b);

const model = {
  guard: 1e-12,
  loss(logits: Matrix, y: Int32Array) {
    const p = softmax(logits);
    return -Array.from(y, (c, i) => Math.log(p.get(i, c) + this.guard)).reduce((a, b) => a + b, 0) / y.length;
  },
};

export const linear = (...[X, W, b]: [Matrix, Matrix, number[]]) => dense(W)(b)(X);
export const relu: Step = pipe((z) => Matrix.max(z, Matrix.zeros(z.rows, z.columns)));
export const softmax = pipe(shift, Matrix.exp, normalise);
export const crossEntropy = model.loss.bind(model);
export const forward = (X: Matrix, { W1, b1, W2, b2 }: Params, z1 = linear(X, W1, b1), a1 = relu(z1)) => ({
  a1,
  z2: linear(a1, W2, b2),
  z1,
});
