// Odd: an instance of a class whose functions use `this`, and a getter.
import { Matrix } from 'ml-matrix';

export interface Activation {
  f(x: number): number;
  df(x: number): number;
}

export type ActivationName = 'relu' | 'leakyRelu' | 'gelu' | 'silu' | 'tanh' | 'sigmoid';

function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}

function normalCdf(x: number): number {
  return (1 + erf(x / Math.SQRT2)) / 2;
}

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

function sigma(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

class Curve {
  constructor(
    private readonly value: (x: number) => number,
    private readonly slope: (x: number) => number,
  ) {}
  f(x: number): number {
    return this.value(x);
  }
  df(x: number): number {
    return this.slope(x);
  }
}

class Cast {
  relu = new Curve(
    (x) => (x > 0 ? x : 0),
    (x) => +(x > 0),
  );
  leakyRelu = new Curve(
    (x) => (x > 0 ? x : x / 100),
    (x) => (x > 0 ? 1 : 1 / 100),
  );
  get gelu() {
    return new Curve(
      (x) => x * normalCdf(x),
      (x) => normalCdf(x) + x * normalDensity(x),
    );
  }
  silu = new Curve(
    (x) => x * sigma(x),
    (x) => sigma(x) + x * sigma(x) * (1 - sigma(x)),
  );
  tanh = new Curve(Math.tanh, (x) => (1 - Math.tanh(x)) * (1 + Math.tanh(x)));
  sigmoid = new Curve(sigma, (x) => sigma(x) - sigma(x) ** 2);
}

export const activations = new Cast();

export function collapse(
  W1: Matrix, // (in, h)
  b1: number[], // (h)
  W2: Matrix, // (h, out)
  b2: number[], // (out)
): { W: Matrix; b: number[] } {
  // W (in, h) @ (h, out) -> (in, out)
  // b: (1, h) @ (h, out) + (out) -> (out)
  const W = W1.mmul(W2);
  const carried = Matrix.rowVector(b1).mmul(W2).to1DArray();
  return { W, b: b2.map((bias, j) => bias + carried[j]!) };
}
