// The lesson's six activations and their derivatives in float64, safe for any finite x.

/** A scalar function and its derivative. */
export interface Activation {
  f: (x: number) => number;
  df: (x: number) => number;
}

export type ActivationName = 'relu' | 'leakyRelu' | 'gelu' | 'silu' | 'tanh' | 'sigmoid';

/** The slope of leakyRelu below 0. */
export const LEAKY_SLOPE = 0.01;

/** Beyond this, erf is 1 but for less than float64 can tell (erfc(6) is 2e-17). */
const ERF_SATURATES = 6;
/** Terms of erf's series smaller than this share of the sum change nothing. */
const NEGLIGIBLE = 1e-18;

/** The error function, by the series whose terms are all positive: no digit is lost to cancellation. */
export function erf(x: number): number {
  if (Math.abs(x) >= ERF_SATURATES) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > NEGLIGIBLE * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** The cumulative distribution of a standard normal variable. */
export function normalCdf(x: number): number {
  return (1 + erf(x / Math.SQRT2)) / 2;
}

/** The density of a standard normal variable. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** `1 / (1 + exp(-x))`, with no exponential of a large number. */
export function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : small) / (1 + small);
}

/** `f` and `df` of each, by the names that exercise 09 gives them. At exactly 0 the kinked ones have the left slope. */
export const activations: Record<ActivationName, Activation> = {
  relu: { f: (x) => Math.max(0, x), df: (x) => (x > 0 ? 1 : 0) },
  leakyRelu: { f: (x) => Math.max(LEAKY_SLOPE * x, x), df: (x) => (x > 0 ? 1 : LEAKY_SLOPE) },
  gelu: { f: (x) => x * normalCdf(x), df: (x) => normalCdf(x) + x * normalDensity(x) },
  silu: { f: (x) => x * sigmoid(x), df: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))) },
  tanh: { f: Math.tanh, df: (x) => 1 - Math.tanh(x) ** 2 },
  sigmoid: { f: sigmoid, df: (x) => sigmoid(x) * (1 - sigmoid(x)) },
};
