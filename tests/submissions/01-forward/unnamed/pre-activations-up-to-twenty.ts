// Fault: pre-activations are kept between -20 and 20.

import { Matrix } from 'ml-matrix';
export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export function linear(X: Matrix, W: Matrix, b: number[]): Matrix { const z = X.mmul(W).addRowVector(b); z.apply((i, j) => z.set(i, j, Math.max(-20, Math.min(20, z.get(i, j))))); return z; }
export function relu(z: Matrix): Matrix { const o = z.clone(); o.apply((i, j) => { if (o.get(i, j) < 0) o.set(i, j, 0); }); return o; }
export function softmax(z: Matrix): Matrix { const e = new Matrix(z.to2DArray().map((r) => { const m = Math.max(...r); return r.map((v) => Math.exp(v - m)); })); return e.divColumnVector(e.sum('row')); }
export function crossEntropy(logits: Matrix, y: Int32Array): number { let s = 0; for (let i = 0; i < y.length; i++) { const r = logits.getRow(i); const m = Math.max(...r); let t = 0; for (const v of r) t += Math.exp(v - m); s += Math.log(t) + m - r[y[i]!]!; } return s / y.length; }
export function forward(X: Matrix, params: Params) { const z1 = linear(X, params.W1, params.b1); const a1 = relu(z1); const z2 = linear(a1, params.W2, params.b2); return { z1, a1, z2 }; }

