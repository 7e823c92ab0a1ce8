// 09 The cast of activations (bonus). Lesson: "The cast of activations", and "Activations" for why there has to be one.
//
// Fill in each TODO, then run:  npm run grade -- 09
//
// Each f and df takes one number x and gives one number; df is the slope of f at x, and x is what went into f, not f(x).
// Graded to 1e-5, from -1000 to 1000: no NaN and no Infinity there. What happens at exactly 0 is up to you.
//
//   name        f(x)                                      df(x)
//   relu        x if x > 0, else 0                        1 if x > 0, else 0
//   leakyRelu   x if x > 0, else 0.01 x                   1 if x > 0, else 0.01
//   gelu        x Φ(x), Φ(x) = (1 + erf(x / √2)) / 2      Φ(x) + x φ(x), φ(x) = exp(-x² / 2) / √(2π)
//   silu        x σ(x)                                    σ(x) + x σ(x) (1 - σ(x))
//   tanh        Math.tanh                                 1 - tanh(x)²
//   sigmoid     σ(x) = 1 / (1 + exp(-x))                  σ(x) (1 - σ(x))
//
// JavaScript has no erf. Abramowitz and Stegun 7.1.26 is off by 1.5e-7 at most. For x >= 0, with t = 1 / (1 + 0.3275911 x):
//   erf(x) = 1 - (0.254829592 t - 0.284496736 t² + 1.421413741 t³ - 1.453152027 t⁴ + 1.061405429 t⁵) exp(-x²)
// and erf(-x) = -erf(x). The shorter formula with tanh in it is off by up to 5e-4, which is too much here.

import { Matrix } from 'ml-matrix';

export interface Activation {
  f(x: number): number;
  df(x: number): number;
}

export type ActivationName = 'relu' | 'leakyRelu' | 'gelu' | 'silu' | 'tanh' | 'sigmoid';

/** The error function: odd, and from -1 to 1. */
function erf(x: number): number {
  // TODO
  throw new Error('TODO: erf');
}

/** Φ, the share of a standard normal variable that lies below x. */
function normalCdf(x: number): number {
  // TODO
  throw new Error('TODO: normalCdf');
}

/** φ, the slope of Φ. */
function normalDensity(x: number): number {
  // TODO
  throw new Error('TODO: normalDensity');
}

/** σ, from 0 to 1. exp(-x) may overflow to Infinity, which does no harm: 1 / (1 + Infinity) is 0. */
function sigma(x: number): number {
  // TODO
  throw new Error('TODO: sigma');
}

export const activations: Record<ActivationName, Activation> = {
  relu: {
    f(x) {
      // TODO
      throw new Error('TODO: activations.relu.f');
    },
    df(x) {
      // TODO
      throw new Error('TODO: activations.relu.df');
    },
  },
  leakyRelu: {
    f(x) {
      // TODO
      throw new Error('TODO: activations.leakyRelu.f');
    },
    df(x) {
      // TODO
      throw new Error('TODO: activations.leakyRelu.df');
    },
  },
  gelu: {
    f(x) {
      // TODO
      throw new Error('TODO: activations.gelu.f');
    },
    df(x) {
      // TODO
      throw new Error('TODO: activations.gelu.df');
    },
  },
  silu: {
    f(x) {
      // TODO
      throw new Error('TODO: activations.silu.f');
    },
    df(x) {
      // TODO
      throw new Error('TODO: activations.silu.df');
    },
  },
  tanh: {
    f(x) {
      // TODO
      throw new Error('TODO: activations.tanh.f');
    },
    df(x) {
      // TODO
      throw new Error('TODO: activations.tanh.df');
    },
  },
  sigmoid: {
    f(x) {
      // TODO
      throw new Error('TODO: activations.sigmoid.f');
    },
    df(x) {
      // TODO
      throw new Error('TODO: activations.sigmoid.df');
    },
  },
};

/** Two linear layers with nothing between them, as one: (X W1 + b1) W2 + b2 = X W + b for every X. */
export function collapse(
  W1: Matrix, // (in, h)
  b1: number[], // (h)
  W2: Matrix, // (h, out)
  b2: number[], // (out)
): { W: Matrix; b: number[] } {
  // W1.mmul(W2) is the matrix product; Matrix.rowVector(b) makes a row of an array, to1DArray() an array of a row.
  // W (in, h) @ (h, out) -> (in, out)
  // b: (1, h) @ (h, out) + (out) -> (out)
  // TODO
  throw new Error('TODO: collapse');
}
