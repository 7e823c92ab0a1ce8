// Fault: shifted by each row's max, but divided by one sum for all rows; the loss is right.
import { Matrix } from 'ml-matrix';

type Params = { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] };

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  return new Matrix(z.to2DArray().map((r) => r.map((v) => (v < 0 ? 0 : v))));
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max('row')).exp();
  const total = e.to1DArray().reduce((a, b) => a + b, 0);
  return e.div(total);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const m = logits.max('row');
  let nll = 0;
  for (let i = 0; i < y.length; i++) {
    let s = 0;
    for (let c = 0; c < logits.columns; c++) s += Math.exp(logits.get(i, c) - m[i]);
    nll += Math.log(s) + m[i] - logits.get(i, y[i]);
  }
  return nll / y.length;
}

export function forward(X: Matrix, p: Params) {
  const hidden = linear(X, p.W1, p.b1);
  const active = relu(hidden);
  const logits = linear(active, p.W2, p.b2);
  return { z1: hidden, a1: active, z2: logits };
}
