// Odd: the weights' gradients are of a subclass of Matrix, the biases' of subclasses of Array and Float64Array.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

class Tensor extends Matrix {
  get shape(): [number, number] {
    return [this.rows, this.columns];
  }
  get T(): Tensor {
    return new Tensor(this.transpose());
  }
  matmul(other: Matrix): Tensor {
    return new Tensor(this.mmul(other));
  }
}

class Vector extends Array<number> {
  get norm() {
    return Math.hypot(...this);
  }
}

class Vector64 extends Float64Array {}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Tensor {
  const dz2 = new Tensor(p);
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const dz2 = softmaxCrossEntropyGrad(cache.p, y);
  const dz1 = dz2.matmul(new Tensor(params.W2).T);
  for (let i = 0; i < dz1.rows; i++) {
    for (let j = 0; j < dz1.columns; j++) if (cache.z1.get(i, j) <= 0) dz1.set(i, j, 0);
  }
  return {
    dW1: new Tensor(X).T.matmul(dz1),
    db1: Vector.from(dz1.sum('column')),
    dW2: new Tensor(cache.a1).T.matmul(dz2),
    db2: Vector64.from(dz2.sum('column')),
  };
}
