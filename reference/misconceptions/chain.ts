// The chain rule of the backward pass, for any depth, as links of which a mistake changes one, at one layer or at several.

import { matmul, sumOverRows, transpose } from '../float64/matmul.ts';
import { named, type Activation, type Params } from '../float64/mlp.ts';
import { map, sameShape, zip, type NdArray } from '../ndarray.ts';
import type { Mistake, Tensors } from './mistake.ts';
import { topGradient } from './topGradient.ts';

/** Activations that the exercises ask for. */
export type Nonlinear = Exclude<Activation, 'identity'>;

/** A kind of network: its activation and its number of linear layers. */
export interface Network {
  activation: Nonlinear;
  depth: number;
}

export interface BackwardInput {
  X: NdArray;
  y: Int32Array;
  /** z1 a1 ... of every hidden layer, and p. */
  cache: Record<string, NdArray>;
  params: Params;
}

/** What a hidden unit's gradient becomes, from `up` (an entry of da) and the unit's own z and a. */
export type Slope = (up: number, unit: Unit) => number;

interface Unit {
  z: number;
  a: number;
}

/** z and a of a hidden layer, (B, h) each. */
export interface Units {
  z: NdArray;
  a: NdArray;
}

/** The links of the chain. `layer` counts linear layers from 1; hidden layer l lies between the linear layers l and l + 1. */
export interface Links {
  /** (B, out): the gradient of the loss with respect to the logits. */
  top: (input: BackwardInput) => NdArray;
  /** (B, m) -> (B, n): dz of linear layer `layer` to da of the hidden layer below it. */
  through: (layer: number, dz: NdArray, input: BackwardInput) => NdArray;
  /** The units whose slope is taken at hidden layer `layer`. */
  units: (layer: number, input: BackwardInput, da: NdArray) => Units;
  slope: (layer: number) => Slope;
  /** (B, n): what the weight gradient of a layer multiplies, and (B, n) -> (n, B). */
  into: (layer: number, input: BackwardInput) => NdArray;
  turn: (layer: number, A: NdArray) => NdArray;
  /** The layer whose dz makes the weight gradient, and the bias gradient, of `layer`. */
  weightsFrom: (layer: number) => number;
  biasesFrom: (layer: number) => number;
  /** What is kept of dz before it meets the inputs, and before it is summed for the biases. */
  forWeights: (dz: NdArray) => NdArray;
  forBiases: (dz: NdArray) => NdArray;
  /** (B, m) -> (m). */
  bias: (layer: number, dz: NdArray, da: NdArray) => NdArray;
}

const slopes: Record<Nonlinear, Slope> = {
  relu: (up, { z }) => (z > 0 ? up : 0),
  tanh: (up, { a }) => up * (1 - a * a),
};

const same = (dz: NdArray) => dz;

/** The right links. */
export function rightLinks({ activation }: Network): Links {
  return {
    top: ({ cache, y }) => topGradient(named(cache, 'p'), y),
    through: (layer, dz, { params }) => matmul(dz, transpose(named(params, `W${layer}`))),
    units: (layer, input) => unitsOf(layer, input),
    slope: () => slopes[activation],
    into: entering,
    turn: (_layer, A) => transpose(A),
    weightsFrom: (layer) => layer,
    biasesFrom: (layer) => layer,
    forWeights: same,
    forBiases: same,
    bias: (_layer, dz) => sumOverRows(dz),
  };
}

/** What enters a linear layer: X, or a of the hidden layer below, (B, n). */
export function entering(layer: number, { X, cache }: BackwardInput): NdArray {
  return layer === 1 ? X : named(cache, `a${layer - 1}`);
}

/** z and a of a hidden layer. */
export function unitsOf(layer: number, { cache }: BackwardInput): Units {
  return { z: named(cache, `z${layer}`), a: named(cache, `a${layer}`) };
}

/** dW1 db1 ... with some links changed; throws RangeError where sizes do not meet. */
export function gradients(network: Network, input: BackwardInput, changes: Partial<Links> = {}): Tensors {
  const links = { ...rightLinks(network), ...changes };
  const { dz, da } = descend(network, links, input);
  const of = (arrays: NdArray[], layer: number) => arrays[layer] as NdArray;
  const grads: Tensors = {};
  for (let layer = 1; layer <= network.depth; layer++) {
    const [forWeights, forBiases] = [links.weightsFrom(layer), links.biasesFrom(layer)];
    const turned = links.turn(layer, links.into(layer, input)); // (B, n) -> (n, B)
    grads[`dW${layer}`] = matmul(turned, links.forWeights(of(dz, forWeights))); // (n, B) @ (B, m) -> (n, m)
    grads[`db${layer}`] = links.bias(layer, links.forBiases(of(dz, forBiases)), of(da, forBiases));
  }
  return grads;
}

/** A mistake's numbers; where its sizes do not meet, or give other shapes than the right ones, `malformed`. */
export function changed(network: Network, changes: Partial<Links>): Mistake<BackwardInput>['predict'] {
  return (input) => {
    try {
      const grads = gradients(network, input, changes);
      const fits = Object.entries(input.params).every(([name, { shape }]) =>
        sameShape(grads[`d${name}`]?.shape ?? [], shape),
      );
      return fits ? grads : 'malformed';
    } catch (error) {
      if (error instanceof RangeError) return 'malformed';
      throw error;
    }
  };
}

/** A link that is `wrong` at some layers and right at the others. */
export function at<Rest extends unknown[], T>(
  layers: readonly number[],
  wrong: (layer: number, ...rest: Rest) => T,
  right: (layer: number, ...rest: Rest) => T,
): (layer: number, ...rest: Rest) => T {
  return (layer, ...rest) => (layers.includes(layer) ? wrong(layer, ...rest) : right(layer, ...rest));
}

/** dz, and da, of every layer by its number; the top layer has no da but dz itself. */
function descend({ depth }: Network, links: Links, input: BackwardInput): { dz: NdArray[]; da: NdArray[] } {
  const [dz, da]: [NdArray[], NdArray[]] = [[], []];
  let above = links.top(input); // (B, out)
  dz[depth] = da[depth] = above;
  for (let layer = depth - 1; layer >= 1; layer--) {
    const up = links.through(layer + 1, above, input); // (B, m) @ (m, n) -> (B, n)
    da[layer] = up;
    dz[layer] = above = passed(up, links.units(layer, input, up), links.slope(layer));
  }
  return { dz, da };
}

/** da -> dz, unit by unit: (B, h) -> (B, h). */
function passed(da: NdArray, { z, a }: Units, slope: Slope): NdArray {
  if (!sameShape(da.shape, z.shape))
    throw new RangeError(`da (${da.shape.join()}) meets z (${z.shape.join()})`);
  return map(da, (up, index) => slope(up, { z: z.data[index] ?? 0, a: a.data[index] ?? 0 }));
}

/** The sum of the products of all entries. */
export function dot(A: NdArray, B: NdArray): number {
  return zip(A, B, (a, b) => a * b).data.reduce((sum, value) => sum + value, 0);
}
