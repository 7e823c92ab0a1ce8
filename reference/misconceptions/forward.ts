// Mistakes of the forward pass: linear layers, the activation, and what is returned of them.

import { addRow, matmul } from '../float64/matmul.ts';
import { named, type Params } from '../float64/mlp.ts';
import { softmax } from '../float64/softmax.ts';
import { map, zip, type NdArray } from '../ndarray.ts';
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
const identity: Activate = (z) => z;
const absolute: Activate = (z) => map(z, Math.abs);
const mirrored: Activate = (z) => map(z, (value) => Math.min(0, value));
const turned: Activate = (z) => map(z, (value) => Math.max(0, -value));
const leaky =
  (slope: number): Activate =>
  (z) =>
    map(z, (value) => (value > 0 ? value : slope * value));

/** `linear` that forgets the bias. */
export const linearMistakes: Mistake<LinearInput>[] = ways('bias-omitted', [
  ({ X, W }) => ({ z: matmul(X, W) }),
]);

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

/** How the parts of a forward pass may differ from the right one. */
interface Parts {
  before: Activate;
  bias1: boolean;
  activation: Activate;
  between: Activate;
  bias2: boolean;
  logits: Activate;
}

const RIGHT: Parts = {
  before: identity,
  bias1: true,
  activation: relu,
  between: identity,
  bias2: true,
  logits: identity,
};

/** The forward pass with some parts changed; `give` picks what is returned under which name. */
function pass(
  { X, params }: ForwardInput,
  changes: Partial<Parts>,
): { z1: NdArray; a1: NdArray; z2: NdArray } {
  const parts = { ...RIGHT, ...changes };
  const layer = (input: NdArray, index: number, bias: boolean) => {
    const product = matmul(input, named(params, `W${index}`));
    return bias ? addRow(product, named(params, `b${index}`)) : product;
  };
  const z1 = layer(parts.before(X), 1, parts.bias1);
  const a1 = parts.activation(z1);
  return { z1, a1, z2: parts.logits(layer(parts.between(a1), 2, parts.bias2)) };
}

const changed =
  (changes: Partial<Parts>): Mistake<ForwardInput>['predict'] =>
  (input) =>
    pass(input, changes);

/** Mistakes of `forward` as a whole: z1, a1 and z2 together. */
export const forwardMistakes: Mistake<ForwardInput>[] = [
  ...ways('bias-omitted', [
    changed({ bias1: false, bias2: false }),
    changed({ bias1: false }),
    changed({ bias2: false }),
  ]),
  // Left out altogether, or only in what is cached.
  ...ways('activation-missing', [
    changed({ activation: identity }),
    changed({ activation: identity, between: relu }),
  ]),
  ...ways('activation-before-linear', [
    changed({ before: relu, activation: identity }),
    changed({ before: relu }),
    changed({ before: relu, activation: identity, between: relu }),
  ]),
  ...ways('relu-on-logits', [changed({ logits: relu })]),
  ...ways(
    'wrong-activation-side',
    [absolute, mirrored, turned].map((activation) => changed({ activation })),
  ),
  ...ways('probabilities-as-logits', [changed({ logits: softmax })]),
  ...ways<ForwardInput>('cache-order', [(input) => exchanged(pass(input, {}))]),
  ...ways<ForwardInput>('relu-mutates-input', [(input) => overwritten(pass(input, {}))]),
];

/** `forward` with a slope below 0 in its activation. */
export const forwardFamilies: MistakeFamily<ForwardInput>[] = [
  {
    id: 'wrong-activation-side',
    estimate: (input, { a1 }) => (a1 ? slopeBelowZero(pass(input, {}).z1, a1) : null),
    predict: (input, slope) => pass(input, { activation: leaky(slope) }),
  },
];

function exchanged({ z1, a1, z2 }: { z1: NdArray; a1: NdArray; z2: NdArray }): Tensors {
  return { z1: a1, a1: z1, z2 };
}

/** relu wrote into z1: the cache holds a1 twice. */
function overwritten({ a1, z2 }: { a1: NdArray; z2: NdArray }): Tensors {
  return { z1: a1, a1, z2 };
}

/** a / z at the most negative z: the slope of an activation that does not clip; 0, 1 and -1 have names of their own. */
function slopeBelowZero(z: NdArray, a: NdArray): number | null {
  if (z.data.length !== a.data.length) return null;
  const ratios = zip(a, z, (activated, value) => activated / value);
  const lowest = z.data.indexOf(z.data.reduce((low, value) => Math.min(low, value), 0));
  const slope = lowest < 0 ? 0 : (ratios.data[lowest] ?? 0);
  return Number.isFinite(slope) && slope !== 0 && Math.abs(slope) !== 1 ? slope : null;
}
