// Fault: each layer has its activation, and softmax is taken for the output layer's.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}
type Activation = (z: Matrix) => Matrix;

class Layer {
  z!: Matrix;
  a!: Matrix;
  constructor(readonly W: Matrix, readonly b: number[], readonly activation: Activation) {}
  forward(input: Matrix): Matrix {
    this.z = linear(input, this.W, this.b);
    this.a = this.activation(this.z);
    return this.a;
  }
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = X.mmul(W); // (B,in)@(in,out) -> (B,out)
  z.addRowVector(b);
  return z;
}

export function relu(z: Matrix): Matrix {
  const a = z.clone();
  return a.apply((i, j) => a.set(i, j, Math.max(0, a.get(i, j))));
}

export function softmax(z: Matrix): Matrix {
  const shifted = z.clone().subColumnVector(z.max('row'));
  const logSum = Matrix.exp(shifted).sum('row').map((s) => Math.log(s));
  return shifted.subColumnVector(logSum).exp();
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  let total = 0;
  for (let i = 0; i < logits.rows; i++) {
    const row = logits.getRow(i).map((v) => v - logits.get(i, y[i]));
    const m = Math.max(...row);
    total += m + Math.log(row.reduce((s, v) => s + Math.exp(v - m), 0));
  }
  return total / logits.rows;
}

export function forward(X: Matrix, params: Params) {
  const hidden = new Layer(params.W1, params.b1, relu);
  const output = new Layer(params.W2, params.b2, softmax);
  output.forward(hidden.forward(X));
  return { z1: hidden.z, a1: hidden.a, z2: output.a };
}
