// The one array of the trusted side: a shape and its numbers, row-major, in float64.

export interface NdArray {
  shape: number[];
  data: Float64Array;
}

/** A matrix of `rows` x `columns`, filled from `data` (row-major) or with zeros. */
export function matrix(rows: number, columns: number, data?: ArrayLike<number>): NdArray {
  return { shape: [rows, columns], data: data ? new Float64Array(data) : new Float64Array(rows * columns) };
}

/** A vector of the numbers given. */
export function vector(data: ArrayLike<number>): NdArray {
  return { shape: [data.length], data: new Float64Array(data) };
}

/** A scalar: shape [], one number. */
export function scalar(value: number): NdArray {
  return { shape: [], data: Float64Array.of(value) };
}

/** The number of rows of a matrix. */
export function rowsOf({ shape }: NdArray): number {
  return shape[0] ?? 1;
}

/** The number of columns of a matrix, or the length of a vector. */
export function columnsOf({ shape }: NdArray): number {
  return shape.at(-1) ?? 1;
}

/** Entry [i, j] of a matrix. */
export function at(A: NdArray, i: number, j: number): number {
  return A.data[i * columnsOf(A) + j] ?? Number.NaN;
}

/** The same shape with `f` of every entry and its flat index. */
export function map(A: NdArray, f: (value: number, index: number) => number): NdArray {
  // A loop: the array's own map takes three times as long, and nothing is called more often.
  const data = new Float64Array(A.data.length);
  for (let index = 0; index < data.length; index++) data[index] = f(A.data[index] ?? Number.NaN, index);
  return { shape: [...A.shape], data };
}

/** `f` of the entries of two arrays of one shape, entry by entry. */
export function zip(A: NdArray, B: NdArray, f: (a: number, b: number) => number): NdArray {
  return map(A, (a, index) => f(a, B.data[index] ?? Number.NaN));
}

/** Every entry times `factor`. */
export function scale(A: NdArray, factor: number): NdArray {
  return map(A, (a) => a * factor);
}

/** The largest absolute value; NaN as soon as one entry is NaN, 0 of nothing. */
export function largest(A: NdArray): number {
  let max = 0;
  for (const value of A.data) {
    if (Number.isNaN(value)) return Number.NaN;
    max = Math.max(max, Math.abs(value));
  }
  return max;
}

/** Whether two shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
