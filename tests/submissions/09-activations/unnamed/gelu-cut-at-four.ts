// Fault: gelu is 0 below -4 and x above 4, which is off by more than 1e-5 just beyond.
import { Matrix } from 'ml-matrix';

function erf(x: number): number {
  if (x < 0) return -erf(-x);
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - poly * Math.exp(-x * x);
}
const normalCdf = (x: number) => (1 + erf(x / Math.SQRT2)) / 2;
const normalDensity = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const sigma = (x: number) => 1 / (1 + Math.exp(-x));

export const activations = {
  relu: { f: (x: number) => Math.max(0, x), df: (x: number) => (x > 0 ? 1 : 0) },
  leakyRelu: { f: (x: number) => (x > 0 ? x : 0.01 * x), df: (x: number) => (x > 0 ? 1 : 0.01) },
  gelu: {
    f(x: number) {
      if (x < -4) return 0;
      if (x > 4) return x;
      return x * normalCdf(x);
    },
    df: (x: number) => normalCdf(x) + x * normalDensity(x),
  },
  silu: { f: (x: number) => x * sigma(x), df: (x: number) => sigma(x) + x * sigma(x) * (1 - sigma(x)) },
  tanh: { f: (x: number) => Math.tanh(x), df: (x: number) => 1 - Math.tanh(x) ** 2 },
  sigmoid: { f: sigma, df: (x: number) => sigma(x) * (1 - sigma(x)) },
};

export function collapse(W1: Matrix, b1: number[], W2: Matrix, b2: number[]) {
  const row = Matrix.rowVector(b1).mmul(W2).to1DArray();
  return { W: W1.mmul(W2), b: row.map((v, j) => v + b2[j]) };
}
