// Products, sums and transposes of matrices in float64: plain loops, since the arrays are small and exactness is the point.

import { at, columnsOf, map, matrix, rowsOf, type NdArray } from '../ndarray.ts';

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

/** `A @ W + b`, b added to every row: (n, k) @ (k, m) + (m) -> (n, m). */
export function affine(A: NdArray, W: NdArray, b: NdArray): NdArray {
  const product = matmul(A, W);
  const [n, m] = [rowsOf(product), columnsOf(product)];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++)
      product.data[i * m + j] = (product.data[i * m + j] ?? Number.NaN) + (b.data[j] ?? Number.NaN);
  return product;
}

/** `A^T @ B`, the transpose never made: (k, n)^T @ (k, m) -> (n, m). Throws where the numbers of rows differ. */
export function transposedTimes(A: NdArray, B: NdArray): NdArray {
  const [k, n, m] = [rowsOf(A), columnsOf(A), columnsOf(B)];
  if (k !== rowsOf(B)) throw new RangeError(`transposedTimes: (${k}, ${n})^T @ (${rowsOf(B)}, ${m})`);
  const product = matrix(n, m);
  const [a, b, out] = [A.data, B.data, product.data];
  for (let inner = 0; inner < k; inner++) {
    for (let i = 0; i < n; i++) {
      const factor = a[inner * n + i] ?? Number.NaN;
      for (let j = 0; j < m; j++)
        out[i * m + j] = (out[i * m + j] ?? 0) + factor * (b[inner * m + j] ?? Number.NaN);
    }
  }
  return product;
}

/** `A @ B^T`, the transpose never made: (n, k) @ (m, k)^T -> (n, m). Throws where the numbers of columns differ. */
export function timesTransposed(A: NdArray, B: NdArray): NdArray {
  const [n, k, m] = [rowsOf(A), columnsOf(A), rowsOf(B)];
  if (k !== columnsOf(B)) throw new RangeError(`timesTransposed: (${n}, ${k}) @ (${m}, ${columnsOf(B)})^T`);
  const product = matrix(n, m);
  const [a, b, out] = [A.data, B.data, product.data];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let inner = 0; inner < k; inner++)
        sum += (a[i * k + inner] ?? Number.NaN) * (b[j * k + inner] ?? Number.NaN);
      out[i * m + j] = sum;
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
  const [n, m] = [rowsOf(A), columnsOf(A)];
  const sum = matrix(n, m);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++)
      sum.data[i * m + j] = (A.data[i * m + j] ?? Number.NaN) + (b.data[j] ?? Number.NaN);
  return sum;
}

/** The sum of the rows, one number a column: (n, m) -> (m). */
export function sumOverRows(A: NdArray): NdArray {
  const [n, m] = [rowsOf(A), columnsOf(A)];
  const sums = new Float64Array(m);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) sums[j] = (sums[j] ?? 0) + (A.data[i * m + j] ?? Number.NaN);
  return { shape: [m], data: sums };
}

/** The sum of the columns, one number a row: (n, m) -> (n). */
export function sumOverColumns(A: NdArray): NdArray {
  return sumOverRows(transpose(A));
}
