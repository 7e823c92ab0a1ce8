// Fault: the loss of earlier calls is still in it; no gradient is.

import { Matrix } from 'ml-matrix';
export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
let carry = 0;
export function linear(X: Matrix, W: Matrix, b: number[]): Matrix { return X.mmul(W).addRowVector(b); }
export function relu(z: Matrix): Matrix { const o = z.clone(); o.apply((i, j) => { if (o.get(i, j) < 0) o.set(i, j, 0); }); return o; }
export function softmax(z: Matrix): Matrix { const e = new Matrix(z.to2DArray().map((r) => { const m = Math.max(...r); return r.map((v) => Math.exp(v - m)); })); return e.divColumnVector(e.sum('row')); }
export function crossEntropy(logits: Matrix, y: Int32Array): number { let n = y.length; const p = softmax(logits); for (let i = 0; i < n; i++) carry -= Math.log(p.get(i, y[i]!) + 1e-15) / n; return carry; }
export function forward(X: Matrix, params: Params) { const z1 = linear(X, params.W1, params.b1); const a1 = relu(z1); const z2 = linear(a1, params.W2, params.b2); return { z1, a1, z2 }; }

