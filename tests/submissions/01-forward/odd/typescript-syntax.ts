// Odd: an enum, a namespace, parameter properties, an abstract class, overloads and a definite assignment.
import { Matrix } from 'ml-matrix';

export interface Params { W1: Matrix; b1: number[]; W2: Matrix; b2: number[] }

enum Act { None, Relu = 'relu' }
const enum Axis { Row = 'row', Column = 'column' }

namespace Maths {
  export const positive = (z: Matrix) => Matrix.max(z, Matrix.zeros(z.rows, z.columns));
  export namespace Stable {
    export function softmax(z: Matrix): Matrix {
      const e = z.clone().subColumnVector(z.max(Axis.Row)).exp();
      return e.divColumnVector(e.sum(Axis.Row));
    }
  }
}
import stable = Maths.Stable;

abstract class Layer {
  protected abstract readonly act: Act;
  z!: Matrix;
  constructor(private readonly W: Matrix, protected readonly b: number[]) {}
  run(input: Matrix): Matrix {
    this.z = linear(input, this.W, this.b);
    return this.act === Act.Relu ? relu(this.z) : this.z;
  }
}
class Hidden extends Layer { protected override readonly act = Act.Relu; }
class Output extends Layer { protected override readonly act = Act.None; }

export function linear(X: Matrix, W: Matrix, b: number[]): Matrix;
export function linear(X: Matrix, W: Matrix, b: number[], transposed: boolean): Matrix;
export function linear(X: Matrix, W: Matrix, b: number[], transposed = false): Matrix {
  return X.mmul(transposed ? W.transpose() : W).addRowVector(b) satisfies Matrix;
}

export function relu(z: Matrix): Matrix { return Maths.positive(z); }
export function softmax(z: Matrix): Matrix { return stable.softmax(z); }

export function crossEntropy(logits: Matrix, y: Int32Array): number {
  const p = softmax(logits)!;
  let loss = 0 as number;
  for (let i = 0; i < y.length; i++) loss -= Math.log(p.get(i, y[i]!) + 1e-12);
  return <number>(loss / y.length);
}

export function forward(X: Matrix, { W1, b1, W2, b2 }: Params) {
  const [hidden, output] = [new Hidden(W1, b1), new Output(W2, b2)] as const;
  const a1 = hidden.run(X);
  const z2 = output.run(a1);
  return { z1: hidden.z, a1, z2 };
}
