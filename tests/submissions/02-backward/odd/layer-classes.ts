// Odd: layers as classes with parameter properties, an enum and a namespace.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

enum Kind { Linear, Relu }

namespace Grad {
  export type Both = { dW: Matrix; db: number[] };
}

abstract class Node {
  constructor(readonly kind: Kind) {}
  abstract back(up: Matrix): Matrix;
}

class Linear extends Node {
  grad!: Grad.Both;
  constructor(private input: Matrix, private W: Matrix) {
    super(Kind.Linear);
  }
  override back(up: Matrix): Matrix {
    this.grad = { dW: this.input.transpose().mmul(up), db: up.sum('column') };
    return up.mmul(this.W.transpose());
  }
}

class Relu extends Node {
  constructor(private z: Matrix) {
    super(Kind.Relu);
  }
  override back(up: Matrix): Matrix {
    return new Matrix(up.to2DArray().map((row, i) => row.map((g, j) => (this.z.get(i, j) > 0 ? g : 0))));
  }
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  for (let i = 0; i < y.length; i++) onehot.set(i, y[i], 1);
  return Matrix.sub(p, onehot).div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const nodes: Node[] = [new Linear(X, params.W1), new Relu(cache.z1), new Linear(cache.a1, params.W2)];
  nodes.reduceRight((up, node) => node.back(up), softmaxCrossEntropyGrad(cache.p, y));
  const [first, second] = nodes.filter((node): node is Linear => node.kind === Kind.Linear);
  return { dW1: first.grad.dW, db1: first.grad.db, dW2: second.grad.dW, db2: second.grad.db };
}
