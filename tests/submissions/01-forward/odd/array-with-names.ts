// Right: forward returns an array of z1, a1 and z2 that also answers to their names; matrices are lists of lists.
import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix;
  b1: number[];
  W2: Matrix;
  b2: number[];
}

type Rows = number[][];

const len = (xs: ArrayLike<unknown>): number => xs.length;

function* range(n: number): Generator<number> {
  for (let i = 0; i < n; i++) yield i;
}

function* zip<A, B>(xs: ArrayLike<A>, ys: ArrayLike<B>): Generator<[A, B]> {
  for (const i of range(Math.min(len(xs), len(ys)))) yield [xs[i], ys[i]];
}

const list = <T>(it: Iterable<T>): T[] => Array.from(it);

function sum(it: Iterable<number>): number {
  let total = 0;
  for (const v of it) total += v;
  return total;
}

function max(it: Iterable<number>): number {
  let best = -Infinity;
  for (const v of it) if (v > best) best = v;
  return best;
}

function namedtuple(typename: string, fields: string[]) {
  class Tuple extends Array<unknown> {
    toString() {
      return `${typename}(${fields.join(', ')})`;
    }
  }
  fields.forEach((name, k) => {
    Object.defineProperty(Tuple.prototype, name, {
      get(this: unknown[]) {
        return this[k];
      },
    });
  });
  return (...values: unknown[]): any => {
    const self = new Tuple();
    for (const v of values) self.push(v);
    return self;
  };
}

// np.asarray(m).tolist(): takes a Matrix or what a function of this file returned
const tolist = (m: any): Rows => (Matrix.isMatrix(m) ? (m as Matrix).to2DArray() : m);

const T = (rows: Rows): Rows => list(range(len(rows[0]))).map((j) => rows.map((row) => row[j]));

const dot = (u: number[], v: number[]): number => {
  let s = 0;
  for (const [a, b] of zip(u, v)) s += a * b;
  return s;
};

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  const columns = T(tolist(W));
  return tolist(X).map((row) => list(zip(columns, b)).map(([w, bias]) => dot(row, w) + bias)) as any;
}

export function relu(z: Matrix): Matrix {
  return tolist(z).map((row) => row.map((v) => (v > 0 ? v : 0))) as any;
}

export function softmax(z: Matrix): Matrix {
  return tolist(z).map((row) => {
    const m = max(row);
    const e = row.map((v) => Math.exp(v - m));
    const s = sum(e);
    return e.map((v) => v / s);
  }) as any;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const nll: number[] = [];
  for (const [row, c] of zip(tolist(logits), y)) {
    const m = max(row);
    nll.push(m - row[c] + Math.log(sum(row.map((v) => Math.exp(v - m)))));
  }
  return sum(nll) / len(nll);
}

const Activations = namedtuple('Activations', ['z1', 'a1', 'z2']);

export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  const { W1, b1, W2, b2 } = params;
  const z1 = linear(X, W1, b1);
  const a1 = relu(z1);
  const z2 = linear(a1, W2, b2);
  return Activations(z1, a1, z2);
}
