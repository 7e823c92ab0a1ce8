// ml-matrix on its way into the sandbox, twice as fast and the same to the last bit: where a network of the lesson trains, half
// of the time goes into a buffer of its own for each row of each result, and a quarter into `get` and `set` within products.

/** The file of the package that its code stands in. */
const FILE = /ml-matrix[\\/]matrix\.js$/;

/**
 * Rows are views of one buffer where each would otherwise have a buffer of its own outside the heap: that is so for more than
 * eight numbers. Sizes that are none, or that may find no memory, are refused where the published code refuses them.
 */
const ROWS = {
  published: `      for (let i = 0; i < nRows; i++) {
        this.data.push(new Float64Array(nColumns));
      }
    } else {
      throw new TypeError('nColumns must be a positive integer');`,
  faster: `      const isShared =
        nColumns > 8 && Number.isInteger(nRows) && nRows > 1 && nRows * nColumns <= 4e6 && Float64Array === Plain.Float64Array;
      const buffer = isShared ? new Plain.ArrayBuffer(8 * nRows * nColumns) : null;
      for (let i = 0; i < nRows; i++) {
        this.data.push(isShared ? new Float64Array(buffer, 8 * i * nColumns, nColumns) : new Float64Array(nColumns));
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

    if (isPlain(this) && isPlain(other) && isPlain(result) && n === other.rows) {
      for (let i = 0; i < m; i++) {
        const a = this.data[i];
        const c = result.data[i];
        for (let k = 0; k < n; k++) {
          const aik = a[k];
          const b = other.data[k];
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

/**
 * Whether the rows of a matrix hold what `get` gives. Students may write a `get` of their own, and put in the place of rows
 * whatever they like; a proxy alone looks plain, and is asked for its rows once instead of for each number.
 */
const IS_PLAIN = `
const Plain = { Float64Array, ArrayBuffer, get: Matrix.prototype.get, set: Matrix.prototype.set };
function isPlain(matrix) {
  const { data, rows, columns } = matrix;
  const isOwn = matrix.get === Plain.get && matrix.set === Plain.set;
  if (!isOwn || Object.getPrototypeOf(matrix) !== Matrix.prototype) return false;
  if (!Array.isArray(data) || data.length !== rows) return false;
  for (let i = 0; i < rows; i++) {
    const row = data[i];
    if (!(row instanceof Plain.Float64Array) || row.length !== columns) return false;
  }
  return true;
}
`;

let isExchanged = false;

/** A plugin for the bundler; where the package is not found in what is bundled, the build ends. */
export const fasterMatrix = {
  name: 'faster-matrix',
  transform(code, id) {
    if (!FILE.test(id)) return null;
    isExchanged = true;
    return { code: faster(code), map: null };
  },
  buildEnd(error) {
    if (!error && !isExchanged)
      throw new Error('ml-matrix/matrix.js is not in the bundle. See harness/fasterMatrix.mjs.');
  },
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
