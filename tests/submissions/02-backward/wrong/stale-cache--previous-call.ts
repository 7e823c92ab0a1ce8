// Fault: stores the cache after using the one of the call before.
import { Matrix } from 'ml-matrix';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

class Network {
  private last: Cache | null = null;

  gradients(X: Matrix, y: Int32Array, cache: Cache, { W2 }: Params) {
    const { z1, a1, p } = this.last ?? cache;
    this.last = cache;
    const dz2 = softmaxCrossEntropyGrad(p, y);
    const dz1 = dz2.mmul(W2.transpose());
    dz1.apply((i, j) => {
      if (z1.get(i, j) <= 0) dz1.set(i, j, 0);
    });
    return {
      dW1: X.transpose().mmul(dz1),
      db1: dz1.sum('column'),
      dW2: a1.transpose().mmul(dz2),
      db2: dz2.sum('column'),
    };
  }
}

const network = new Network();

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const target = Matrix.zeros(p.rows, p.columns);
  y.forEach((label, i) => target.set(i, label, 1));
  return Matrix.sub(p, target).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  return network.gradients(X, y, cache, params);
}
