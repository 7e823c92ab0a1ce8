// Mistakes of networks with two hidden layers or more: an array of another layer stands where a layer's own belongs.

import { matmul, transpose } from '../float64/matmul.ts';
import { named } from '../float64/mlp.ts';
import { columnsOf, map, sameShape, type NdArray } from '../ndarray.ts';
import {
  at,
  changed,
  entering,
  rightLinks,
  unitsOf,
  type BackwardInput,
  type Links,
  type Network,
  type Units,
} from './chain.ts';
import { pairs, range, subsets } from './layers.ts';
import { ways, type Mistake } from './mistake.ts';

/** Every mistake that takes a layer for another; none where there is one hidden layer only. */
export function otherLayerMistakes(network: Network): Mistake<BackwardInput>[] {
  const { depth } = network;
  if (depth < 3) return [];
  const right = rightLinks(network);
  const layers = range(1, depth);
  const each = (changes: Partial<Links>[]) => changes.map((change) => changed(network, change));
  return [
    ...ways('mask-of-other-layer', each(masks(network))),
    ...ways(
      'weights-of-other-layer',
      each(
        pairs(range(2, depth)).map(([layer, other]) => ({
          through: at([layer], (_layer, dz, input) => throughWeights(other, dz, input), right.through),
        })),
      ),
    ),
    ...ways(
      'activation-of-other-layer',
      each(
        pairs(layers).map(([layer, other]) => ({
          into: at([layer], (_layer, input) => entering(other, input), right.into),
        })),
      ),
    ),
    ...ways(
      'gradient-of-other-layer',
      each(
        pairs(layers).flatMap(([layer, other]) => {
          const wrong = at([layer], () => other, right.weightsFrom);
          return [{ weightsFrom: wrong, biasesFrom: wrong }, { weightsFrom: wrong }, { biasesFrom: wrong }];
        }),
      ),
    ),
  ];
}

/** What the other layer's z says of units it does not have: nothing at all, that they are off, that they are on. */
const BEYOND = [null, -1, 1];
/** Or it is taken for a layer's own just where it is as wide. */
const IF_AS_WIDE = 'if as wide';

function masks(network: Network): Partial<Links>[] {
  const hidden = range(1, network.depth - 1);
  const { units } = rightLinks(network);
  return subsets(hidden).flatMap((layers) =>
    [...BEYOND, IF_AS_WIDE].map((beyond) => ({
      units: at(
        layers,
        (layer, input, da) => {
          const other = unitsOf(nextOf(layer, hidden), input);
          if (typeof beyond !== 'string') return fitted(other, da, beyond);
          return sameShape(other.z.shape, da.shape) ? other : units(layer, input, da);
        },
        units,
      ),
    })),
  );
}

/** The hidden layer above, and of the last one the one below. */
function nextOf(layer: number, hidden: number[]): number {
  return hidden.includes(layer + 1) ? layer + 1 : layer - 1;
}

/** Units read at da's places, `beyond` where there are none: reading past the end of a row is silent in ml-matrix. */
function fitted({ z, a }: Units, da: NdArray, beyond: number | null): Units {
  if (sameShape(z.shape, da.shape) || beyond === null) return { z, a };
  const [columns, width] = [columnsOf(da), columnsOf(z)];
  const read = (A: NdArray) =>
    map(da, (_, index) => {
      const j = index % columns;
      return j < width ? (A.data[Math.floor(index / columns) * width + j] ?? beyond) : beyond;
    });
  return { z: read(z), a: read(a) };
}

function throughWeights(layer: number, dz: NdArray, { params }: BackwardInput): NdArray {
  return matmul(dz, transpose(named(params, `W${layer}`)));
}
