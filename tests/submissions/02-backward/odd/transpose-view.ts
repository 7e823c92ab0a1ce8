// Odd: the gradients are formed transposed, dz^T X, and handed out as views.
import { Matrix, MatrixTransposeView } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array) {
  const dT = p.transpose();
  y.forEach((label, i) => dT.set(label, i, dT.get(label, i) - 1));
  return new MatrixTransposeView(dT.div(y.length));
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2T = new Matrix(softmaxCrossEntropyGrad(cache.p, y)).transpose(); // (C,B)
  const dz1T = params.W2.mmul(dz2T); // (h,C)@(C,B)
  for (let i = 0; i < dz1T.columns; i++) {
    for (let j = 0; j < dz1T.rows; j++) if (cache.z1.get(i, j) <= 0) dz1T.set(j, i, 0);
  }
  return {
    dW1: new MatrixTransposeView(dz1T.mmul(X)),
    db1: dz1T.sum('row'),
    dW2: new MatrixTransposeView(dz2T.mmul(cache.a1)),
    db2: dz2T.sum('row'),
  };
}
