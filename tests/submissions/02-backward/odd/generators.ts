// Odd: the gradients are yielded layer by layer, from the top.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

function* examples(p: Matrix, y: Int32Array): Generator<number[]> {
  for (let i = 0; i < p.rows; i++) {
    const row = p.getRow(i);
    row[y[i]] -= 1;
    yield row.map((v) => v / p.rows);
  }
}

function* gradients(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params): Generator<[string, Matrix | number[]]> {
  const dz2 = softmaxCrossEntropyGrad(p, y);
  yield ['dW2', a1.transpose().mmul(dz2)];
  yield ['db2', dz2.sum('column')];
  const dz1 = dz2.mmul(W2.transpose());
  for (const [i, j, z] of z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  yield ['dW1', X.transpose().mmul(dz1)];
  yield ['db1', dz1.sum('column')];
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return new Matrix([...examples(p, y)]);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  return Object.fromEntries(gradients(X, y, cache, params));
}
