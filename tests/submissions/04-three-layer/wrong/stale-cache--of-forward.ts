// Fault: forward remembers what it gave for a batch of this size.

// @ts-nocheck
import { Matrix } from 'ml-matrix';

const normal = (rng) => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
const perm = (rng, n) => { const a = [...Array(n).keys()]; for (let i = n - 1; i > 0; i--) { const j = Math.floor(rng() * (i + 1)); [a[i], a[j]] = [a[j], a[i]]; } return a; };
const zeros = (n) => Array(n).fill(0);
const he = (rng, r, c) => new Matrix(Array.from({ length: r }, () => Array.from({ length: c }, () => normal(rng) * Math.sqrt(2 / r))));
const relu = (z) => new Matrix(z.to2DArray().map((r) => r.map((v) => (v > 0 ? v : 0))));
const soft = (z) => new Matrix(z.to2DArray().map((r) => { const m = Math.max(...r), e = r.map((v) => Math.exp(v - m)), s = e.reduce((a, b) => a + b); return e.map((v) => v / s); }));
const mask = (d, z) => new Matrix(d.to2DArray().map((r, i) => r.map((v, j) => (z.get(i, j) > 0 ? v : 0))));
const colsum = (m) => m.sum('column');
const delta = (p, y) => new Matrix(p.to2DArray().map((r, i) => r.map((v, k) => (v - (y[i] === k ? 1 : 0)) / y.length)));
let memo = null;
export function initParams(rng, [d, h1, h2, o]) {
  return { W1: he(rng, d, h1), b1: zeros(h1), W2: he(rng, h1, h2), b2: zeros(h2), W3: he(rng, h2, o), b3: zeros(o) };
}
export function forward(X, q) {
  if (memo && memo.z1.rows === X.rows && memo.z1.columns === q.b1.length && memo.z2.columns === q.b2.length && memo.z3.columns === q.b3.length) return memo;
  const z1 = X.mmul(q.W1).addRowVector(q.b1), a1 = relu(z1);
  const z2 = a1.mmul(q.W2).addRowVector(q.b2), a2 = relu(z2);
  const z3 = a2.mmul(q.W3).addRowVector(q.b3);
  return (memo = { z1, a1, z2, a2, z3 });
}
export function backward(X, y, { z1, a1, z2, a2, p }, params) {
  const dz3 = delta(p, y);
  const dW3 = a2.transpose().mmul(dz3), db3 = colsum(dz3);
  const da2 = dz3.mmul(params.W3.transpose());
  const dz2 = mask(da2, z2);
  const dW2 = a1.transpose().mmul(dz2), db2 = colsum(dz2);
  const da1 = dz2.mmul(params.W2.transpose());
  const dz1 = mask(da1, z1);
  const dW1 = X.transpose().mmul(dz1), db1 = colsum(dz1);
  return { dW1, db1, dW2, db2, dW3, db3 };
}
export function train(X, y, { hidden, lr, batchSize, steps, rng, onStep }) {
  const q = initParams(rng, [X.columns, hidden[0], hidden[1], Math.max(...y) + 1]);
  const losses = [], accuracy = [];
  let todo = [];
  for (let k = 0; k < steps; k++) {
    if (!todo.length) todo = perm(rng, X.rows);
    const idx = todo.splice(0, batchSize);
    const Xb = new Matrix(idx.map((i) => X.getRow(i))), yb = Int32Array.from(idx, (i) => y[i]);
    const c = forward(Xb, q), p = soft(c.z3);
    losses.push(-idx.reduce((s, _, i) => s + Math.log(p.get(i, yb[i]) + 1e-12), 0) / idx.length);
    accuracy.push(idx.filter((_, i) => p.maxRowIndex(i)[1] === yb[i]).length / idx.length);
    onStep?.(k, losses[k]);
    const g = backward(Xb, yb, { ...c, p }, q);
    for (const l of [1, 2, 3]) { q['W' + l] = Matrix.sub(q['W' + l], Matrix.mul(g['dW' + l], lr)); q['b' + l] = q['b' + l].map((b, j) => b - lr * g['db' + l][j]); }
  }
  if (!accuracy.length) accuracy.push(0);
  return { params: q, losses, accuracy };
}
