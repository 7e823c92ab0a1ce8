// Mistakes of the forward pass, for any depth: linear layers, the activation, and what is returned of them.

import { addRow, matmul } from '../float64/matmul.ts';
import { named, type Params } from '../float64/mlp.ts';
import { softmax } from '../float64/softmax.ts';
import { map, zip, type NdArray } from '../ndarray.ts';
import { at, type Network, type Nonlinear } from './chain.ts';
import { range, subsets } from './layers.ts';
import { ways, type Mistake, type MistakeFamily, type Tensors } from './mistake.ts';

export interface LinearInput {
  X: NdArray;
  W: NdArray;
  b: NdArray;
}

export interface ForwardInput {
  X: NdArray;
  params: Params;
}

type Activate = (z: NdArray) => NdArray;

const relu: Activate = (z) => map(z, (value) => Math.max(0, value));
const tanh: Activate = (z) => map(z, Math.tanh);
const sigmoid: Activate = (z) => map(z, (value) => 1 / (1 + Math.exp(-value)));
const identity: Activate = (z) => z;
const absolute: Activate = (z) => map(z, Math.abs);
const mirrored: Activate = (z) => map(z, (value) => Math.min(0, value));
const turned: Activate = (z) => map(z, (value) => Math.max(0, -value));
const leaky =
  (slope: number): Activate =>
  (z) =>
    map(z, (value) => (value > 0 ? value : slope * value));

const activations: Record<Nonlinear, Activate> = { relu, tanh };

/** `linear` that forgets the bias, or does the activation's work first. */
export const linearMistakes: Mistake<LinearInput>[] = [
  ...ways<LinearInput>('bias-omitted', [({ X, W }) => ({ z: matmul(X, W) })]),
  ...ways<LinearInput>('activation-before-linear', [({ X, W, b }) => ({ z: addRow(matmul(relu(X), W), b) })]),
];

/** `relu` that is something else. */
export const reluMistakes: Mistake<{ z: NdArray }>[] = [
  ...ways<{ z: NdArray }>('activation-missing', [({ z }) => ({ a: z })]),
  ...ways<{ z: NdArray }>('wrong-activation-side', [
    ({ z }) => ({ a: absolute(z) }),
    ({ z }) => ({ a: mirrored(z) }),
    ({ z }) => ({ a: turned(z) }),
  ]),
];

/** `relu` with a slope below 0, whatever slope it is. */
export const reluFamilies: MistakeFamily<{ z: NdArray }>[] = [
  {
    id: 'wrong-activation-side',
    estimate: ({ z }, { a }) => (a ? slopeBelowZero(z, a) : null),
    predict: ({ z }, slope) => ({ a: leaky(slope)(z) }),
  },
];

/** How the parts of a forward pass may differ from the right one; `layer` counts linear layers from 1. */
interface Parts {
  /** What X becomes before it enters. */
  before: Activate;
  bias: (layer: number) => boolean;
  /** z to the a that is cached, and that a to what enters the next layer. */
  activation: (layer: number) => Activate;
  between: (layer: number) => Activate;
  logits: Activate;
}

function rightParts({ activation }: Network): Parts {
  return {
    before: identity,
    bias: () => true,
    activation: () => activations[activation],
    between: () => identity,
    logits: identity,
  };
}

/** The forward pass with some parts changed: z1 a1 ... and the logits. */
function pass(network: Network, { X, params }: ForwardInput, changes: Partial<Parts> = {}): Tensors {
  const { depth } = network;
  const parts = { ...rightParts(network), ...changes };
  const cache: Tensors = {};
  let enters = parts.before(X);
  for (let layer = 1; layer <= depth; layer++) {
    const product = matmul(enters, named(params, `W${layer}`)); // (B, n) @ (n, m) -> (B, m)
    const z = parts.bias(layer) ? addRow(product, named(params, `b${layer}`)) : product;
    cache[`z${layer}`] = layer < depth ? z : parts.logits(z);
    if (layer === depth) break;
    const a = (cache[`a${layer}`] = parts.activation(layer)(z));
    enters = parts.between(layer)(a);
  }
  return cache;
}

type Predict = Mistake<ForwardInput>['predict'];

/** Mistakes of `forward` as a whole: every z and a together. */
export function forwardMistakes(network: Network): Mistake<ForwardInput>[] {
  const { activation, depth } = network;
  const f = activations[activation];
  const changed =
    (changes: Partial<Parts>): Predict =>
    (input) =>
      pass(network, input, changes);
  const hidden = subsets(range(1, depth - 1));
  const right = rightParts(network);
  const activatedBy = (layers: number[], other: Activate) =>
    changed({ activation: at(layers, () => other, right.activation) });
  return [
    ...ways(
      'bias-omitted',
      subsets(range(1, depth)).map((layers) => changed({ bias: at(layers, () => false, right.bias) })),
    ),
    // Left out altogether, or only in what is cached.
    ...ways(
      'activation-missing',
      hidden.flatMap((layers) => [
        activatedBy(layers, identity),
        changed({
          activation: at(layers, () => identity, right.activation),
          between: at(layers, () => f, right.between),
        }),
      ]),
    ),
    ...ways('activation-before-linear', [
      ...(depth === 2 ? [changed({ before: f, activation: () => identity })] : []),
      changed({ before: f }),
      changed({ before: f, activation: () => identity, between: () => f }),
    ]),
    ...ways(activation === 'relu' ? 'relu-on-logits' : 'tanh-on-logits', [changed({ logits: f })]),
    ...wrongActivations[activation].flatMap(([id, other]) =>
      ways(
        id,
        hidden.map((layers) => activatedBy(layers, other)),
      ),
    ),
    ...ways('probabilities-as-logits', [changed({ logits: softmax })]),
    ...ways<ForwardInput>(
      'cache-order',
      hidden.map((layers) => (input) => exchanged(pass(network, input), layers)),
    ),
    ...ways<ForwardInput>(
      `${activation}-mutates-input`,
      hidden.map((layers) => (input) => overwritten(pass(network, input), layers)),
    ),
  ];
}

/** `forward` with a slope below 0 in its activation, where that is relu. */
export function forwardFamilies(network: Network): MistakeFamily<ForwardInput>[] {
  if (network.activation !== 'relu') return [];
  const right = rightParts(network);
  return subsets(range(1, network.depth - 1)).map((layers) => {
    const first = Math.min(...layers); // z is right there still
    return {
      id: 'wrong-activation-side',
      estimate: (input, got) => {
        const a = got[`a${first}`];
        return a ? slopeBelowZero(named(pass(network, input), `z${first}`), a) : null;
      },
      predict: (input, slope) =>
        pass(network, input, { activation: at(layers, () => leaky(slope), right.activation) }),
    };
  });
}

/** What stands in place of an activation. */
const wrongActivations: Record<Nonlinear, [id: string, other: Activate][]> = {
  relu: [
    ['wrong-activation-side', absolute],
    ['wrong-activation-side', mirrored],
    ['wrong-activation-side', turned],
  ],
  tanh: [
    ['activation-of-other-exercise', relu],
    ['activation-of-other-exercise', sigmoid],
  ],
};

function exchanged(cache: Tensors, layers: readonly number[]): Tensors {
  const pairs = layers.map((layer) => [
    [`z${layer}`, named(cache, `a${layer}`)],
    [`a${layer}`, named(cache, `z${layer}`)],
  ]);
  return { ...cache, ...(Object.fromEntries(pairs.flat()) as Tensors) };
}

/** The activation wrote into z: the cache holds a twice. */
function overwritten(cache: Tensors, layers: readonly number[]): Tensors {
  const written = layers.map((layer) => [`z${layer}`, named(cache, `a${layer}`)]);
  return { ...cache, ...(Object.fromEntries(written) as Tensors) };
}

/** a / z at the most negative z: the slope of an activation that does not clip; 0, 1 and -1 have names of their own. */
function slopeBelowZero(z: NdArray, a: NdArray): number | null {
  if (z.data.length !== a.data.length) return null;
  const ratios = zip(a, z, (activated, value) => activated / value);
  const lowest = z.data.indexOf(z.data.reduce((low, value) => Math.min(low, value), 0));
  const slope = lowest < 0 ? 0 : (ratios.data[lowest] ?? 0);
  return Number.isFinite(slope) && slope !== 0 && Math.abs(slope) !== 1 ? slope : null;
}
