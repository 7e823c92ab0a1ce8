// Odd: Kahan sums everywhere, with all loops running backwards.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

class Sum {
  private total = 0;
  private lost = 0;
  add(value: number): void {
    const y = value - this.lost;
    const t = this.total + y;
    this.lost = t - this.total - y;
    this.total = t;
  }
  get value(): number {
    return this.total;
  }
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const z = new Matrix(X.rows, W.columns);
  for (let i = X.rows - 1; i >= 0; i--) {
    for (let j = W.columns - 1; j >= 0; j--) {
      const sum = new Sum();
      for (let k = W.rows - 1; k >= 0; k--) sum.add(X.get(i, k) * W.get(k, j));
      sum.add(b[j]);
      z.set(i, j, sum.value);
    }
  }
  return z;
}

export function relu(z: Matrix): Matrix {
  const a = new Matrix(z.rows, z.columns);
  for (let i = z.rows; i-- > 0; ) for (let j = z.columns; j-- > 0; ) a.set(i, j, Math.max(z.get(i, j), 0));
  return a;
}

export function softmax(z: Matrix): Matrix {
  const p = new Matrix(z.rows, z.columns);
  for (let i = z.rows; i-- > 0; ) {
    const sum = new Sum();
    for (let j = z.columns; j-- > 0; ) {
      p.set(i, j, Math.exp(z.get(i, j) - z.maxRow(i)));
      sum.add(p.get(i, j));
    }
    for (let j = z.columns; j-- > 0; ) p.set(i, j, p.get(i, j) / sum.value);
  }
  return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const loss = new Sum();
  for (let i = y.length; i-- > 0; ) {
    const sum = new Sum();
    for (let j = logits.columns; j-- > 0; ) sum.add(Math.exp(logits.get(i, j) - logits.maxRow(i)));
    loss.add((logits.maxRow(i) - logits.get(i, y[i]) + Math.log(sum.value)) / y.length);
  }
  return loss.value;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
