// Golden values: the lesson's networks in PyTorch, float64, as reference/golden/make_golden.py wrote them.

import { readFileSync } from 'node:fs';
import type { Activation, Params, Pass } from '../../reference/float64/mlp.ts';
import { largest, type NdArray } from '../../reference/ndarray.ts';

const file = new URL('../../reference/golden/pytorch.json', import.meta.url);

/** An array as JSON holds it. */
interface Plain {
  shape: number[];
  data: number[];
}

interface PlainNetwork {
  name: string;
  X: Plain;
  y: number[];
  params: Record<string, Plain>;
  cache: Record<string, Plain>;
  p: Plain;
  loss: number;
  grads: Record<string, Plain>;
}

/** One network on one batch, with everything PyTorch made of it. */
export interface GoldenNetwork {
  name: string;
  activation: Activation;
  X: NdArray;
  y: Int32Array;
  params: Params;
  /** The cache with p in it, the gradients of parameters and of what lies between, and the loss. */
  want: Pass;
}

/** Softmax and loss where exp overflows or underflows. */
export interface ExtremeLoss {
  logits: number[][];
  y: number[];
  p: number[][];
  loss: number;
}

const golden = JSON.parse(readFileSync(file, 'utf8')) as {
  networks: PlainNetwork[];
  extremeLosses: ExtremeLoss[];
};

export const { extremeLosses } = golden;

export const networks: GoldenNetwork[] = golden.networks.map(
  ({ name, X, y, params, cache, p, loss, grads }) => ({
    name,
    activation: name.includes('tanh') ? 'tanh' : 'relu',
    X: arrayOf(X),
    y: Int32Array.from(y),
    params: arraysOf(params),
    want: { loss, cache: { ...arraysOf(cache), p: arrayOf(p) }, grads: arraysOf(grads) },
  }),
);

/**
 * The arrays of `want` that `got` lacks, has in another shape, or is further from than `tolerance` times the largest
 * entry of the array; each with its name and by how much.
 */
export function deviations(
  got: Record<string, NdArray>,
  want: Record<string, NdArray>,
  tolerance: number,
): string[] {
  return Object.entries(want).flatMap(([name, wanted]) => {
    const came = got[name];
    if (!came) return [`${name} is missing`];
    if (came.shape.join() !== wanted.shape.join()) return [`${name} has shape (${came.shape.join(', ')})`];
    const off = wanted.data.map((value, index) => Math.abs((came.data[index] ?? Number.NaN) - value));
    const most = largest({ shape: wanted.shape, data: off });
    return most <= tolerance * largest(wanted) ? [] : [`${name} is off by ${most / largest(wanted)}`];
  });
}

function arraysOf(plain: Record<string, Plain>): Record<string, NdArray> {
  return Object.fromEntries(Object.entries(plain).map(([name, array]) => [name, arrayOf(array)]));
}

function arrayOf({ shape, data }: Plain): NdArray {
  return { shape, data: Float64Array.from(data) };
}
