// Right: what collapse returns has a method called then, and is no promise.
import { Matrix } from 'ml-matrix';

interface Differentiable {
  f(x: number): number;
  df(x: number): number;
}

const X: Differentiable = { f: (x) => x, df: () => 1 };
const k = (c: number): Differentiable => ({ f: () => c, df: () => 0 });
const plus = (u: Differentiable, v: Differentiable): Differentiable => ({
  f: (x) => u.f(x) + v.f(x),
  df: (x) => u.df(x) + v.df(x),
});
const times = (u: Differentiable, v: Differentiable): Differentiable => ({
  f: (x) => u.f(x) * v.f(x),
  df: (x) => u.df(x) * v.f(x) + u.f(x) * v.df(x),
});
const after = (outer: Differentiable, inner: Differentiable): Differentiable => ({
  f: (x) => outer.f(inner.f(x)),
  df: (x) => outer.df(inner.f(x)) * inner.df(x),
});
const joinedAtZero = (left: Differentiable, right: Differentiable): Differentiable => ({
  f: (x) => (x > 0 ? right : left).f(x),
  df: (x) => (x > 0 ? right : left).df(x),
});

const Tanh: Differentiable = { f: Math.tanh, df: (x) => 1 / Math.cosh(x) ** 2 };

const Erf: Differentiable = {
  f(x) {
    const t = 1 / (1 + 0.3275911 * Math.abs(x));
    const poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
    return Math.sign(x) * (1 - poly * Math.exp(-x * x));
  },
  df: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
};

const half = k(0.5);
const Sigma = times(half, plus(k(1), after(Tanh, times(half, X))));
const Phi = times(half, plus(k(1), after(Erf, times(k(Math.SQRT1_2), X))));

export const activations = {
  relu: joinedAtZero(k(0), X),
  leakyRelu: joinedAtZero(times(k(0.01), X), X),
  gelu: times(X, Phi),
  silu: times(X, Sigma),
  tanh: Tanh,
  sigmoid: Sigma,
};

class Affine {
  constructor(
    readonly W: Matrix,
    readonly b: number[],
  ) {}

  static identity(n: number): Affine {
    return new Affine(Matrix.eye(n, n), new Array<number>(n).fill(0));
  }

  then(next: Affine): Affine {
    return new Affine(
      this.W.mmul(next.W),
      Matrix.add(Matrix.rowVector(this.b).mmul(next.W), Matrix.rowVector(next.b)).to1DArray(),
    );
  }
}

export const collapse = (W1: Matrix, b1: number[], W2: Matrix, b2: number[]) =>
  [new Affine(W1, b1), new Affine(W2, b2)].reduce((whole, layer) => whole.then(layer), Affine.identity(W1.rows));
