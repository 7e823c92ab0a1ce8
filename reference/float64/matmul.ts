// Products, sums and transposes of matrices in float64: plain loops, since the arrays are small and exactness is the point.

import { at, columnsOf, map, matrix, rowsOf, vector, type NdArray } from '../ndarray.ts';

/** The matrix product `A @ B`: (n, k) @ (k, m) -> (n, m). Throws where the inner sizes differ. */
export function matmul(A: NdArray, B: NdArray): NdArray {
  const [n, k, m] = [rowsOf(A), columnsOf(A), columnsOf(B)];
  if (k !== rowsOf(B)) throw new RangeError(`matmul: (${n}, ${k}) @ (${rowsOf(B)}, ${m})`);
  const product = matrix(n, m);
  const [a, b, out] = [A.data, B.data, product.data];
  for (let i = 0; i < n; i++) {
    for (let inner = 0; inner < k; inner++) {
      const factor = a[i * k + inner] ?? Number.NaN;
      for (let j = 0; j < m; j++)
        out[i * m + j] = (out[i * m + j] ?? 0) + factor * (b[inner * m + j] ?? Number.NaN);
    }
  }
  return product;
}

/** The transpose: (n, m) -> (m, n). */
export function transpose(A: NdArray): NdArray {
  const [n, m] = [rowsOf(A), columnsOf(A)];
  return map({ shape: [m, n], data: A.data }, (_, index) => at(A, index % n, Math.floor(index / n)));
}

/** `A + b` with b added to every row: (n, m) + (m) -> (n, m). */
export function addRow(A: NdArray, b: NdArray): NdArray {
  const m = columnsOf(A);
  return map(A, (value, index) => value + (b.data[index % m] ?? Number.NaN));
}

/** The sum of the rows, one number a column: (n, m) -> (m). */
export function sumOverRows(A: NdArray): NdArray {
  const m = columnsOf(A);
  const sums = new Float64Array(m);
  A.data.forEach((value, index) => (sums[index % m] = (sums[index % m] ?? 0) + value));
  return vector(sums);
}

/** The sum of the columns, one number a row: (n, m) -> (n). */
export function sumOverColumns(A: NdArray): NdArray {
  return sumOverRows(transpose(A));
}
