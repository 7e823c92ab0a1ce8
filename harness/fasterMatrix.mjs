// ml-matrix on its way into the sandbox, twice as fast and the same to the last bit: where a network of the lesson trains, half
// of the time goes into a buffer of its own for each row of each result, and a quarter into `get` and `set` within products.

/** The file of the package that its code stands in. */
const FILE = /ml-matrix[\\/]matrix\.js$/;

/** Rows are views of one buffer: of more than eight numbers each would have its own outside the heap. */
const ROWS = {
  published: `      for (let i = 0; i < nRows; i++) {
        this.data.push(new Float64Array(nColumns));
      }
    } else {
      throw new TypeError('nColumns must be a positive integer');`,
  faster: `      const buffer = new ArrayBuffer(8 * nRows * nColumns);
      for (let i = 0; i < nRows; i++) {
        this.data.push(new Float64Array(buffer, 8 * i * nColumns, nColumns));
      }
    } else {
      throw new TypeError('nColumns must be a positive integer');`,
};

/**
 * A product row by row. Each sum still runs over k from 0 up, so that it rounds as before; what is no plain matrix, or does not
 * fit, goes the published way.
 */
const PRODUCT = {
  published: `    let result = new Matrix(m, p);

    let Bcolj = new Float64Array(n);
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < n; k++) {
        Bcolj[k] = other.get(k, j);`,
  faster: `    let result = new Matrix(m, p);

    if (isPlain(this) && isPlain(other) && n === other.rows) {
      for (let i = 0; i < m; i++) {
        const [a, c] = [this.data[i], result.data[i]];
        for (let k = 0; k < n; k++) {
          const [aik, b] = [a[k], other.data[k]];
          for (let j = 0; j < p; j++) c[j] += aik * b[j];
        }
      }
      return result;
    }

    let Bcolj = new Float64Array(n);
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < n; k++) {
        Bcolj[k] = other.get(k, j);`,
};

/** Whether what a product reads is what `get` would give: a student may have written a `get` or `set` of their own. */
const IS_PLAIN = `
const { get: plainGet, set: plainSet } = Matrix.prototype;
function isPlain(matrix) {
  return (
    Object.getPrototypeOf(matrix) === Matrix.prototype &&
    matrix.get === plainGet &&
    matrix.set === plainSet &&
    matrix.data.length === matrix.rows &&
    matrix.data.every((row) => row instanceof Float64Array && row.length === matrix.columns)
  );
}
`;

/** A plugin for the bundler. */
export const fasterMatrix = {
  name: 'faster-matrix',
  transform: (code, id) => (FILE.test(id) ? { code: faster(code), map: null } : null),
};

/** The package's code with what is slow in it exchanged; throws where the package no longer has it. */
function faster(code) {
  const exchanged = [ROWS, PRODUCT].reduce((text, { published, faster: ours }) => {
    const parts = text.split(published);
    if (parts.length !== 2)
      throw new Error(
        `ml-matrix no longer has, or has more than once:\n${published}\nSee harness/fasterMatrix.mjs.`,
      );
    return parts.join(ours);
  }, code);
  return exchanged + IS_PLAIN;
}
