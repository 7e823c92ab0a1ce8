// Fault: with one output collapse gives a vector and a number.
import { Matrix } from 'ml-matrix';

function erf(x: number): number {
  const z = Math.abs(x);
  const t = 1 / (1 + 0.3275911 * z);
  const p = 0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)));
  return Math.sign(x) * (1 - t * p * Math.exp(-z * z));
}

const Phi = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;
const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

export const activations = {
  relu: { f: (x: number) => Math.max(0, x), df: (x: number) => (x > 0 ? 1 : 0) },
  leakyRelu: { f: (x: number) => Math.max(0.01 * x, x), df: (x: number) => (x > 0 ? 1 : 0.01) },
  gelu: {
    f: (x: number) => x * Phi(x),
    df: (x: number) => Phi(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  },
  silu: { f: (x: number) => x * sigma(x), df: (x: number) => sigma(x) + x * sigma(x) * sigma(-x) },
  tanh: { f: Math.tanh, df: (x: number) => 1 - Math.tanh(x) ** 2 },
  sigmoid: { f: sigma, df: (x: number) => sigma(x) * sigma(-x) },
};

/** As np.squeeze along the last axis. */
function squeeze(M: Matrix): any {
  if (M.columns > 1) return M;
  return M.rows > 1 ? M.to1DArray() : M.get(0, 0);
}

export function collapse(W1: Matrix, b1: number[], W2: Matrix, b2: number[]) {
  const W = W1.mmul(W2);
  const b = Matrix.rowVector(b1).mmul(W2).addRowVector(b2);
  return { W: squeeze(W), b: squeeze(b) };
}
