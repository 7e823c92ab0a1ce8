// Fault: a (1 - a).
import { Matrix } from 'ml-matrix';
import * as tf from '@tensorflow/tfjs';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }
type TfParams = Record<'W1' | 'b1' | 'W2' | 'b2', tf.Tensor>;

const affine = (A: number[][], W: number[][], b: number[]) =>
  A.map((row) => b.map((bias, j) => row.reduce((sum, a, k) => sum + a * W[k][j], bias)));

export function forward(X: Matrix, params: Params) {
  const z1 = affine(X.to2DArray(), params.W1.to2DArray(), params.b1);
  const a1 = z1.map((row) => row.map((z) => Math.tanh(z)));
  const z2 = affine(a1, params.W2.to2DArray(), params.b2);
  return { z1, a1, z2 };
}

const zeros = (rows: number, columns: number) => Array.from({ length: rows }, () => new Array<number>(columns).fill(0));

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const [x, z1, a1, p, W2] = [X, cache.z1, cache.a1, cache.p, params.W2].map((m) => m.to2DArray());
  const [B, d, h, C] = [x.length, x[0].length, a1[0].length, p[0].length];
  const [dW1, dW2] = [zeros(d, h), zeros(h, C)];
  const [db1, db2] = [new Array(h).fill(0), new Array(C).fill(0)];
  for (let n = 0; n < B; n++) {
    const g2 = p[n].map((v, c) => (v - (y[n] === c ? 1 : 0)) / B);
    const g1 = a1[n].map((a, j) => g2.reduce((sum, g, c) => sum + g * W2[j][c], 0) * (a * (1 - a)));
    g2.forEach((g, c) => { db2[c] += g; a1[n].forEach((a, j) => { dW2[j][c] += a * g; }); });
    g1.forEach((g, j) => { db1[j] += g; x[n].forEach((v, k) => { dW1[k][j] += v * g; }); });
  }
  return { dW1, db1, dW2, db2 };
}

const normal = (rng: () => number) => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());

export function initParams(rng: () => number, [d, h, out]: [number, number, number]): Params {
  const xavier = (rows: number, columns: number) =>
    new Matrix(Array.from({ length: rows }, () => Array.from({ length: columns }, () => normal(rng) * Math.sqrt(1 / rows))));
  return { W1: xavier(d, h), b1: new Array(h).fill(0), W2: xavier(h, out), b2: new Array(out).fill(0) };
}

export function tfLoss(X: tf.Tensor2D, y: tf.Tensor1D, { W1, b1, W2, b2 }: TfParams): tf.Scalar {
  const a1 = tf.tanh(X.matMul(W1 as tf.Tensor2D).add(b1)) as tf.Tensor2D;
  const logits = a1.matMul(W2 as tf.Tensor2D).add(b2);
  return tf.losses.softmaxCrossEntropy(tf.oneHot(y, b2.size), logits) as tf.Scalar;
}
