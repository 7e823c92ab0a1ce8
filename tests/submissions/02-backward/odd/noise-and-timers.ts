// Odd: prints every matrix it meets and leaves an interval and a rejected promise's handler behind.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const started = Date.now();
setInterval(() => console.log('still here after', Date.now() - started, 'ms'), 10_000);

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  console.log(p, y);
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  Promise.reject(new Error('caught below')).catch((error) => console.error(error.message));
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  for (const [i, j, z] of cache.z1.entries()) if (z <= 0) dz1.set(i, j, 0);
  const grads = {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
  for (const [name, value] of Object.entries(grads)) console.log(name, value);
  return grads;
}
