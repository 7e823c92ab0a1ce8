// Fault: equal entries of a row are counted once in the sum of softmax.

import { Matrix } from 'ml-matrix';
export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export function linear(X: Matrix, W: Matrix, b: number[]): Matrix { return X.mmul(W).addRowVector(b); }
export function relu(z: Matrix): Matrix { const o = z.clone(); o.apply((i, j) => { if (o.get(i, j) < 0) o.set(i, j, 0); }); return o; }
export function softmax(z: Matrix): Matrix { const out = z.clone(); for (let i = 0; i < z.rows; i++) { const r = z.getRow(i), m = Math.max(...r); const s = [...new Set(r)].reduce((t, v) => t + Math.exp(v - m), 0); out.setRow(i, r.map((v) => Math.exp(v - m) / s)); } return out; }
export function crossEntropy(logits: Matrix, y: Int32Array): number { let s = 0; for (let i = 0; i < y.length; i++) { const r = logits.getRow(i); const m = Math.max(...r); let t = 0; for (const v of r) t += Math.exp(v - m); s += Math.log(t) + m - r[y[i]!]!; } return s / y.length; }
export function forward(X: Matrix, params: Params) { const z1 = linear(X, params.W1, params.b1); const a1 = relu(z1); const z2 = linear(a1, params.W2, params.b2); return { z1, a1, z2 }; }

