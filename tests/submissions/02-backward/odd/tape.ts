// Odd: a little automatic differentiation: each operation leaves a closure on a tape, played backwards at the end.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }
export interface Cache { z1: Matrix; a1: Matrix; p: Matrix }

class Var {
  grad: Matrix;
  constructor(readonly value: Matrix) {
    this.grad = Matrix.zeros(value.rows, value.columns);
  }
}

class Tape {
  private steps: (() => void)[] = [];

  affine(X: Var, W: Var, b: Var): Var {
    const out = new Var(X.value.mmul(W.value).addRowVector(b.value.getRow(0)));
    this.steps.push(() => {
      W.grad.add(X.value.transpose().mmul(out.grad));
      X.grad.add(out.grad.mmul(W.value.transpose()));
      b.grad.add(Matrix.rowVector(out.grad.sum('column')));
    });
    return out;
  }

  relu(z: Var): Var {
    const out = new Var(Matrix.max(z.value, Matrix.zeros(z.value.rows, z.value.columns)));
    this.steps.push(() => z.grad.add(Matrix.mul(out.grad, Matrix.sign(out.value))));
    return out;
  }

  play(): void {
    for (const step of this.steps.reverse()) step();
  }
}

export function softmaxCrossEntropyGrad(p: Matrix, y: Int32Array): Matrix {
  const dz2 = p.clone();
  for (let i = 0; i < y.length; i++) dz2.set(i, y[i], dz2.get(i, y[i]) - 1);
  return dz2.div(y.length);
}

export function backward(X: Matrix, y: Int32Array, cache: Cache, params: Params) {
  const tape = new Tape();
  const [W1, W2] = [new Var(params.W1), new Var(params.W2)];
  const [b1, b2] = [new Var(Matrix.rowVector(params.b1)), new Var(Matrix.rowVector(params.b2))];
  const logits = tape.affine(tape.relu(tape.affine(new Var(X), W1, b1)), W2, b2);
  logits.grad = softmaxCrossEntropyGrad(cache.p, y);
  tape.play();
  return { dW1: W1.grad, db1: b1.grad, dW2: W2.grad, db2: b2.grad };
}
