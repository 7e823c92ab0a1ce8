// Fault: b1 W2 without b2: carried, but the second bias is lost.
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

export const activations: Record<ActivationName, Activation> = {
  relu: {
    f(x) {
      return Math.max(0, x);
    },
    df(x) {
      return x > 0 ? 1 : 0;
    },
  },
  leakyRelu: {
    f(x) {
      return Math.max(0.01 * x, x);
    },
    df(x) {
      return x > 0 ? 1 : 0.01;
    },
  },
  gelu: {
    f(x) {
      return x * normalCdf(x);
    },
    df(x) {
      return normalCdf(x) + x * normalDensity(x);
    },
  },
  silu: {
    f(x) {
      return x * sigma(x);
    },
    df(x) {
      return sigma(x) + x * sigma(x) * (1 - sigma(x));
    },
  },
  tanh: {
    f(x) {
      return Math.tanh(x);
    },
    df(x) {
      return 1 - Math.tanh(x) ** 2;
    },
  },
  sigmoid: {
    f(x) {
      return sigma(x);
    },
    df(x) {
      return sigma(x) * (1 - sigma(x));
    },
  },
};

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
  void b2;
  return { W, b: carried };
}
