// Fault: a helper called transpose only swaps the sizes of a flat array, and all three transposes go through it.
import { Matrix } from "ml-matrix";

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

function transpose(m: Matrix): Matrix {
  const flat = m.to1DArray();
  const out: number[][] = [];
  for (let i = 0; i < m.columns; i++) out.push(flat.slice(i * m.rows, (i + 1) * m.rows));
  return new Matrix(out);
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const onehot = Matrix.zeros(p.rows, p.columns);
  for (let i = 0; i < p.rows; i++) onehot.set(i, y[i], 1);
  return Matrix.sub(p, onehot).div(p.rows);
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, { W2 }: Params) {
  const dz2 = softmaxCrossEntropyGrad(p, y);
  const dz1 = dz2.mmul(transpose(W2));
  for (const [i, j, z] of z1.entries()) if (z < 0) dz1.set(i, j, 0);
  return {
    dW1: transpose(X).mmul(dz1),
    db1: dz1.sum("column"),
    dW2: transpose(a1).mmul(dz2),
    db2: dz2.sum("column"),
  };
}
