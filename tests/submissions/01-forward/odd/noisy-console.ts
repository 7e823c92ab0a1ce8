// Odd: prints a lot while it is loaded and on every call.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

console.log('forward pass loaded');
console.table([{ layer: 1 }, { layer: 2 }]);

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  console.log('X', X.rows, X.columns, 'W', W.rows, W.columns);
  return X.mmul(W).addRowVector(b);
}

export function relu(z: Matrix): Matrix {
  console.error('relu of', z);
  return Matrix.max(z, Matrix.zeros(z.rows, z.columns));
}

export function softmax(z: Matrix): Matrix {
  console.time('softmax');
  const e = z.clone().subColumnVector(z.max('row')).exp();
  const p = e.divColumnVector(e.sum('row'));
  console.timeEnd('softmax');
  return p;
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits);
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    loss -= Math.log(p.get(i, y[i]) + 1e-12);
    console.debug(`example ${i}: loss so far ${loss}`);
  }
  process.stdout.write(`loss ${loss / y.length}\n`);
  return loss / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  console.warn({ z1, a1, z2 });
  return { z1, a1, z2 };
}
