// Fault: only relu is there, the rest is to do.
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
      throw new Error('TODO');
    },
    df(x) {
      throw new Error('TODO');
    },
  },
  gelu: {
    f(x) {
      throw new Error('TODO');
    },
    df(x) {
      throw new Error('TODO');
    },
  },
  silu: {
    f(x) {
      throw new Error('TODO');
    },
    df(x) {
      throw new Error('TODO');
    },
  },
  tanh: {
    f(x) {
      throw new Error('TODO');
    },
    df(x) {
      throw new Error('TODO');
    },
  },
  sigmoid: {
    f(x) {
      throw new Error('TODO');
    },
    df(x) {
      throw new Error('TODO');
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
  throw new Error('TODO: collapse');
}
