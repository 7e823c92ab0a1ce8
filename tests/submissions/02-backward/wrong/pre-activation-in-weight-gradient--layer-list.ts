// Fault: the list of layer inputs holds z1 where a1 belongs.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export const softmaxCrossEntropyGrad = (p: Matrix, y: Int32Array): Matrix =>
  new Matrix(p.to2DArray().map((row, i) => row.map((v, c) => (c === y[i] ? v - 1 : v) / y.length)));

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const inputs = [X, cache.z1];
  const weights = [params.W1, params.W2];
  const dW: Matrix[] = [];
  const db: number[][] = [];
  let dz = softmaxCrossEntropyGrad(cache.p, y);
  for (let layer = 1; layer >= 0; layer--) {
    dW[layer] = inputs[layer].transpose().mmul(dz);
    db[layer] = dz.sum('column');
    if (layer === 0) break;
    const up = dz.mmul(weights[layer].transpose());
    dz = up.apply((i, j) => up.set(i, j, cache.z1.get(i, j) > 0 ? up.get(i, j) : 0));
  }
  return { dW1: dW[0], db1: db[0], dW2: dW[1], db2: db[1] };
}
