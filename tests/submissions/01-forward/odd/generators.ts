// Odd: rows come out of generators, one after the other.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

function* rows(m: Matrix): Generator<number[]> {
  for (let i = 0; i < m.rows; i++) yield m.getRow(i);
}

function* mapped(source: Iterable<number[]>, f: (row: number[]) => number[]): Generator<number[]> {
  for (const row of source) yield f(row);
}

const collect = (source: Iterable<number[]>) => new Matrix([...source]);

function normalise(row: number[]): number[] {
  const top = Math.max(...row);
  const e = row.map((v) => Math.exp(v - top));
  const total = e.reduce((a, b) => a + b, 0);
  return e.map((v) => v / total);
}

function* terms(logits: Matrix, y: Int32Array): Generator<number> {
  const labels = y.values();
  for (const p of mapped(rows(logits), normalise)) {
    yield -Math.log(p[labels.next().value as number] + 1e-12);
  }
}

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  return collect(mapped(rows(X.mmul(W)), (row) => row.map((v, j) => v + b[j])));
}

export const relu = (z: Matrix) => collect(mapped(rows(z), (row) => row.map((v) => Math.max(0, v))));
export const softmax = (z: Matrix) => collect(mapped(rows(z), normalise));

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  let [sum, n] = [0, 0];
  for (const term of terms(logits, y)) {
    sum += term;
    n += 1;
  }
  return sum / n;
}

function* layers(X: Matrix, { W1, b1, W2, b2 }: Params): Generator<[string, Matrix]> {
  const z1 = linear(X, W1, b1);
  yield ['z1', z1];
  const a1 = relu(z1);
  yield ['a1', a1];
  yield ['z2', linear(a1, W2, b2)];
}

export function forward(X: Matrix, params: Params) {
  return Object.fromEntries(layers(X, params));
}
