// Fault: p.sub works in place; backward hands over a copy, so only softmaxCrossEntropyGrad changes its input.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

function oneHot(y: Int32Array, classes: number): Matrix {
  const Y = Matrix.zeros(y.length, classes);
  y.forEach((c, i) => Y.set(i, c, 1));
  return Y;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const diff = p.sub(oneHot(y, p.columns));
  return Matrix.div(diff, y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(new Matrix(cache.p), y);
  const step = new Matrix(cache.z1.to2DArray().map((row) => row.map((z) => (z > 0 ? 1 : 0))));
  const dz1 = dz2.mmul(params.W2.transpose()).mul(step);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
