// Odd: flat row-major Float64Arrays inside; Float64Array for the biases and arrays of Float64Array for the weights outside.
import type { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

const flat = (m: Matrix) => Float64Array.from(m.to1DArray());

function rows(data: Float64Array, width: number): Float64Array[] {
  const out: Float64Array[] = [];
  for (let at = 0; at < data.length; at += width) out.push(data.subarray(at, at + width));
  return out;
}

function dz(p: Matrix, y: Int32Array): Float64Array {
  const out = flat(p);
  for (let i = 0; i < y.length; i++) out[i * p.columns + y[i]] -= 1;
  return out.map((v) => v / y.length);
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Float64Array[] {
  return rows(dz(p, y), p.columns);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const [B, D, H, C] = [X.rows, X.columns, params.W1.columns, params.W2.columns];
  const [x, z1, a1, W2] = [flat(X), flat(cache.z1), flat(cache.a1), flat(params.W2)];
  const dz2 = dz(cache.p, y);
  const dW1 = new Float64Array(D * H);
  const db1 = new Float64Array(H);
  const dW2 = new Float64Array(H * C);
  const db2 = new Float64Array(C);
  for (let n = 0; n < B; n++) {
    for (let c = 0; c < C; c++) db2[c] += dz2[n * C + c];
    for (let j = 0; j < H; j++) {
      let g = 0;
      for (let c = 0; c < C; c++) {
        dW2[j * C + c] += a1[n * H + j] * dz2[n * C + c];
        g += dz2[n * C + c] * W2[j * C + c];
      }
      if (z1[n * H + j] <= 0) continue;
      db1[j] += g;
      for (let d = 0; d < D; d++) dW1[d * H + j] += x[n * D + d] * g;
    }
  }
  return { dW1: rows(dW1, H), db1, dW2: rows(dW2, C), db2 };
}
