// A network in float32 whose weights the probes cannot see, with a choice of faults.

import { matrix, rowsOf, vector, type NdArray } from '../../reference/ndarray.ts';
import { normal, stream } from '../../graders/support/random.ts';
import type { TfModel } from '../../graders/support/tfModel.ts';

export interface Faults {
  units?: number;
  activate?: (z: number) => number;
  slope?: (z: number) => number;
  /** What becomes of a gradient before it is multiplied by lr; one for each parameter. */
  rule?: () => (gradient: number) => number;
  /** The rate that is used, for the one given. */
  rate?: (lr: number) => number;
  /** Parameters that are never changed. */
  frozen?: string[];
  /** Deviation of W1, b1, W2 and b2. */
  deviations?: [number, number, number, number];
}

const HE: [number, number, number, number] = [0.71, 0, 0.354, 0];

/** The model as the probes know it; `create` draws its weights from the seed. */
export function hiddenNetwork(faults: Faults = {}): TfModel {
  const { units = 16, deviations = HE } = faults;
  let theta: Record<string, Float32Array> = {};
  let rules = new Map<string, (gradient: number) => number>();
  return {
    create(seed: number) {
      const rng = stream(seed, 'hidden network');
      const draw = (count: number, deviation: number) =>
        Float32Array.from({ length: count }, () => normal(rng) * deviation);
      const [W1, b1, W2, b2] = deviations;
      theta = { W1: draw(4 * units, W1), b1: draw(units, b1), W2: draw(units * 3, W2), b2: draw(3, b2) };
      rules = new Map();
      return Promise.resolve();
    },
    predict(X: NdArray) {
      const rows = Array.from({ length: rowsOf(X) }, (_, i) => pass(theta, rowAt(X, i), faults).z2);
      return Promise.resolve(matrix(rowsOf(X), 3, rows.flat()));
    },
    parameters() {
      const { W1, b1, W2, b2 } = theta as Record<'W1' | 'b1' | 'W2' | 'b2', Float32Array>;
      const seen = { W1: matrix(4, units, W1), b1: vector(b1), W2: matrix(units, 3, W2), b2: vector(b2) };
      return Promise.resolve(seen);
    },
    step(X: NdArray, y: Int32Array, lr: number) {
      for (const [name, gradients] of Object.entries(gradientsOf(theta, X, y, faults))) {
        if (faults.frozen?.includes(name)) continue;
        const values = theta[name] ?? new Float32Array();
        for (const [i, gradient] of gradients.entries()) {
          const rule = rules.get(`${name} ${i}`) ?? faults.rule?.() ?? ((same: number) => same);
          rules.set(`${name} ${i}`, rule);
          values[i] = (values[i] ?? 0) - (faults.rate?.(lr) ?? lr) * rule(gradient);
        }
      }
      return Promise.resolve(0);
    },
  } as unknown as TfModel;
}

function rowAt({ data }: NdArray, i: number): Float64Array {
  return data.subarray(i * 4, (i + 1) * 4);
}

/** One example: z1 (h), a1 (h), z2 (3). */
function pass(theta: Record<string, Float32Array>, x: Float64Array, { activate = relu }: Faults) {
  const linear = (a: ArrayLike<number>, W: Float32Array, b: Float32Array): number[] =>
    Array.from(b, (bias, j) => {
      let sum = 0;
      for (let i = 0; i < a.length; i++)
        sum = Math.fround(sum + Math.fround((a[i] ?? 0) * (W[i * b.length + j] ?? 0)));
      return Math.fround(sum + bias);
    });
  const { W1, b1, W2, b2 } = theta as Record<'W1' | 'b1' | 'W2' | 'b2', Float32Array>;
  const z1 = linear(x, W1, b1);
  const a1 = z1.map(activate);
  return { z1, a1, z2: linear(a1, W2, b2) };
}

/** The mean over the batch, of W1 (4, h), b1 (h), W2 (h, 3), b2 (3), each flat. */
function gradientsOf(
  theta: Record<string, Float32Array>,
  X: NdArray,
  y: Int32Array,
  faults: Faults,
): Record<string, Float64Array> {
  const grads = Object.fromEntries(
    Object.entries(theta).map(([name, { length }]) => [name, new Float64Array(length)]),
  );
  const { slope = (z: number) => (z > 0 ? 1 : 0) } = faults;
  const add = (name: string, i: number, value: number) => {
    const of = grads[name] ?? new Float64Array();
    of[i] = (of[i] ?? 0) + value / y.length;
  };
  y.forEach((label, row) => {
    const x = rowAt(X, row);
    const { z1, a1, z2 } = pass(theta, x, faults);
    const dz2 = softmaxOf(z2).map((p, c) => p - (c === label ? 1 : 0));
    dz2.forEach((dz, c) => add('b2', c, dz));
    z1.forEach((z, j) => {
      dz2.forEach((dz, c) => add('W2', j * 3 + c, (a1[j] ?? 0) * dz));
      const dz1 = slope(z) * dz2.reduce((sum, dz, c) => sum + dz * (theta.W2?.[j * 3 + c] ?? 0), 0);
      add('b1', j, dz1);
      x.forEach((value, i) => add('W1', i * z1.length + j, value * dz1));
    });
  });
  return grads;
}

function softmaxOf(z: readonly number[]): number[] {
  const top = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function relu(z: number): number {
  return Math.max(0, z);
}
