// Fault: backward calls softmaxCrossEntropyGrad, which is right, and then goes back through softmax once more.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const B = p.rows;
  const out = Matrix.div(p, B);
  y.forEach((c, i) => out.set(i, c, (p.get(i, c) - 1) / B));
  return out;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const { z1, a1, p } = cache;
  const dp = softmaxCrossEntropyGrad(p, y);
  const dz2 = dp.clone().apply(function (i, j) {
    this.set(i, j, dp.get(i, j) * p.get(i, j) * (1 - p.get(i, j)));
  });
  const dW2 = a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = new Matrix(da1.to2DArray().map((row, i) => row.map((g, j) => (z1.get(i, j) > 0 ? g : 0))));
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
