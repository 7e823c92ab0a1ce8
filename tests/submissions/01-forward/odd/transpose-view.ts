// Odd: everything is kept as units x examples inside, and goes out through MatrixTransposeView.
import { Matrix, MatrixTransposeView } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

export function linear(X: Matrix, W: Matrix, b: number[]) {
  const zT = new MatrixTransposeView(W).mmul(new MatrixTransposeView(X)); // (out,in)@(in,B)
  return new MatrixTransposeView(zT.addColumnVector(b));
}

export function relu(z: Matrix) {
  const t = z.transpose();
  return new MatrixTransposeView(Matrix.max(t, Matrix.zeros(t.rows, t.columns)));
}

export function softmax(z: Matrix) {
  const t = z.transpose();
  t.subRowVector(t.max('column')).exp();
  t.divRowVector(t.sum('column'));
  return new MatrixTransposeView(t);
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const t = logits.transpose();
  const top = t.max('column');
  const sums = Matrix.exp(t.clone().subRowVector(top)).sum('column');
  return sums.reduce((acc, s, n) => acc + Math.log(s) + top[n] - t.get(y[n], n), 0) / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1 as unknown as Matrix);
  const z2 = linear(a1 as unknown as Matrix, params.W2, params.b2);
  return { z1, a1, z2 };
}
