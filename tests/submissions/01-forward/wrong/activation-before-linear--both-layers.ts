// Fault: every layer is written as activation first, product second, so the activated z1 never reaches the cache.
import { Matrix } from "ml-matrix";

type Params = Record<"W1" | "W2", Matrix> & Record<"b1" | "b2", number[]>;

class Dense {
  constructor(private W: Matrix, private b: number[]) {}
  run(input: Matrix): Matrix {
    return linear(relu(input), this.W, this.b);
  }
}

export const linear = (X: Matrix, W: Matrix, b: number[]): Matrix => X.mmul(W).addRowVector(b);

export function relu(z: Matrix): Matrix {
  return z.clone().apply(function (i, j) {
    this.set(i, j, Math.max(0, this.get(i, j)));
  });
}

export function softmax(z: Matrix): Matrix {
  const e = z.clone().subColumnVector(z.max("row")).exp();
  return e.divColumnVector(e.sum("row"));
}

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const top = logits.max("row");
  const sums = Matrix.exp(logits.clone().subColumnVector(top)).sum("row");
  return y.reduce((loss, c, i) => loss + top[i] + Math.log(sums[i]) - logits.get(i, c), 0) / y.length;
}

export function forward(X: Matrix, params: Params) {
  const z1 = new Dense(params.W1, params.b1).run(X);
  const a1 = z1;
  const z2 = new Dense(params.W2, params.b2).run(a1);
  return { z1, a1, z2 };
}
