// Fault: tfLoss takes as many classes as the largest label of the batch tells, plus one.
import { Matrix } from 'ml-matrix';
import * as tf from '@tensorflow/tfjs';

interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
interface Cache { z1: Matrix; a1: Matrix; p: Matrix }
type TfParams = Record<'W1' | 'b1' | 'W2' | 'b2', tf.Tensor>;

export function forward(X: Matrix, params: Params) {
  const z1 = X.mmul(params.W1).addRowVector(params.b1);
  const a1 = Matrix.tanh(z1);
  const z2 = a1.mmul(params.W2).addRowVector(params.b2);
  return { z1, a1, z2 };
}

export function backward(X: Matrix, y: Int32Array, { z1, a1, p }: Cache, params: Params) {
  const B = X.rows;
  const dz2 = p.clone();
  y.forEach((label, i) => dz2.set(i, label, dz2.get(i, label) - 1));
  dz2.div(B);
  const dW2 = a1.transpose().mmul(dz2);
  const db2 = dz2.sum('column');
  const da1 = dz2.mmul(params.W2.transpose());
  const slope = Matrix.sub(Matrix.ones(a1.rows, a1.columns), Matrix.mul(a1, a1));
  const dz1 = Matrix.mul(da1, slope);
  const dW1 = X.transpose().mmul(dz1);
  const db1 = dz1.sum('column');
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
  const classes = Math.max(...y.dataSync()) + 1;
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(y, classes), tf.logSoftmax(logits)), 1))) as tf.Scalar;
}
