// Odd: trusts no cache and runs the forward pass again from X and params.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  return e.divColumnVector(e.sum('row'));
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, _cache: unknown, { W1, b1, W2, b2 }: Params) {
  const z1 = X.mmul(W1).addRowVector(b1);
  const a1 = Matrix.max(z1, Matrix.zeros(z1.rows, z1.columns));
  const p = softmax(a1.mmul(W2).addRowVector(b2));

  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dz1 = dz2.mmul(W2.transpose());
  dz1.apply((i, j) => {
    if (z1.get(i, j) <= 0) dz1.set(i, j, 0);
  });
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
