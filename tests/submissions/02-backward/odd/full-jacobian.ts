// Odd: goes from the loss to p and through the whole softmax Jacobian, instead of the short p - onehot.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const B = p.rows;
  const dz = new Matrix(B, p.columns);
  for (let i = 0; i < B; i++) {
    const prob = p.getRow(i);
    const dLdp = prob.map((v, c) => (c === y[i] ? -1 / (B * v) : 0));
    for (let k = 0; k < prob.length; k++) {
      let sum = 0;
      for (let c = 0; c < prob.length; c++) {
        const dpdz = c === k ? prob[c] * (1 - prob[c]) : -prob[c] * prob[k];
        sum += dLdp[c] * dpdz;
      }
      dz.set(i, k, sum);
    }
  }
  return dz;
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dW2 = cache.a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const da1 = dz2.mmul(params.W2.transpose());
  const mask = new Matrix(cache.z1.to2DArray().map((row) => row.map((z) => (z > 0 ? 1 : 0))));
  const dz1 = da1.mul(mask);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
  return { dW1, db1, dW2, db2 };
}
