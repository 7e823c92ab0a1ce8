// Odd: import Matrix, * as ml from 'ml-matrix'.
import Matrix, * as ml from 'ml-matrix';

export interface Params { W1: ml.Matrix; b1: number[]; W2: ml.Matrix; b2: number[] }
export interface Cache { z1: ml.Matrix; a1: ml.Matrix; p: ml.Matrix }

export function softmaxCrossEntropyGrad(p: ml.Matrix, y: Int32Array) {
  const onehot = Matrix.zeros(p.rows, p.columns);
  for (let i = 0; i < y.length; i++) onehot.set(i, y[i], 1);
  return ml.Matrix.sub(p, onehot).div(y.length);
}

export function backward(X: ml.Matrix, y: Int32Array, cache: Cache, params: Params) {
  if (!(X instanceof Matrix) || !ml.AbstractMatrix.isMatrix(cache.p)) throw new TypeError('matrices, please');
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(new ml.MatrixTransposeView(params.W2));
  dz1.apply((i, j) => {
    if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  });
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
