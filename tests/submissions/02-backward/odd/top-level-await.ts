// Odd: exported constants that wait at the top level, exported under other names, and a function named then.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const minusOne = await Promise.resolve(-1);

const topGradient = (p: Matrix, y: Int32Array) => {
  const g = p.clone();
  y.forEach((c, i) => g.set(i, c, g.get(i, c) + minusOne));
  return g.div(y.length);
};

const chainRule = (X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) => {
  const dz2 = topGradient(p, y);
  const dz1 = then(dz2.mmul(W2.transpose()), (da1) => da1.mul(Matrix.sign(a1)));
  void z1;
  return {
    dW1: X.transpose().mmul(dz1),
    db1: dz1.sum('column'),
    dW2: a1.transpose().mmul(dz2),
    db2: dz2.sum('column'),
  };
};

export function then<A, B>(value: A, next: (value: A) => B): B {
  return next(value);
}

export { topGradient as softmaxCrossEntropyGrad, chainRule as backward, chainRule as default };
