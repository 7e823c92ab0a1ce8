// Fault: in the loops for da1 the two indices of W2 are exchanged.
import { Matrix } from "ml-matrix";

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  return new Matrix(p.to2DArray().map((row, i) => row.map((v, c) => (v - (y[i] === c ? 1 : 0)) / p.rows)));
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const W2 = params.W2.to2DArray();
  const z1 = cache.z1.to2DArray();
  const dz2 = softmaxCrossEntropyGrad(cache.p, y).to2DArray();
  const dz1 = z1.map((row, i) =>
    row.map((z, j) => {
      let sum = 0;
      for (let c = 0; c < dz2[i].length; c++) sum += dz2[i][c] * W2[c][j];
      return z > 0 ? sum : 0;
    }),
  );
  const columns = (rows: number[][]) => new Matrix(rows).sum("column");
  return {
    dW1: X.transpose().mmul(new Matrix(dz1)),
    db1: columns(dz1),
    dW2: cache.a1.transpose().mmul(new Matrix(dz2)),
    db2: columns(dz2),
  };
}
