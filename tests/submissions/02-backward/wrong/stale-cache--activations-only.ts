// Fault: memoises relu's mask by its size, so a second batch of the same size is masked with the first one's signs.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const masks = new Map<string, Matrix>();

function reluMask(z: Matrix): Matrix {
  const key = `${z.rows}x${z.columns}`;
  let mask = masks.get(key);
  if (!mask) {
    mask = new Matrix(z.to2DArray().map((row) => row.map((v) => (v > 0 ? 1 : 0))));
    masks.set(key, mask);
  }
  return mask;
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const g = p.clone();
  for (let i = 0; i < p.rows; i++) g.set(i, y[i], g.get(i, y[i]) - 1);
  return g.div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose()).mul(reluMask(cache.z1));
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
