// Fault: the function divides by the batch, but the copy of it in backward takes the length of a row of p.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export const softmaxCrossEntropyGrad = (p: Matrix, y: Int32Array): Matrix => {
  const g = Matrix.div(p, y.length);
  y.forEach((label, i) => g.set(i, label, g.get(i, label) - 1 / y.length));
  return g;
};

export const backward = (X: Matrix, y: Int32Array, cache: Cache, { W2 }: Params) => {
  const p = cache.p.to2DArray();
  const n = p[0].length;
  const dz2 = new Matrix(p.map((row, i) => row.map((v, c) => (c === y[i] ? v - 1 : v) / n)));
  const dz1 = dz2.mmul(W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
};
