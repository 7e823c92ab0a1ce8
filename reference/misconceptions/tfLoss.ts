// Mistakes of a whole network's loss, by its value: a wrong loss of the right logits, or the right loss of wrong ones.

import { forward, named } from '../float64/mlp.ts';
import { oneHot } from '../float64/softmax.ts';
import { columnsOf } from '../ndarray.ts';
import type { Network } from './chain.ts';
import { forwardMistakes } from './forward.ts';
import { exampleLosses } from '../float64/softmax.ts';
import { lossMistakes, rightLoss, type Bounds, type LossInput } from './loss.ts';
import type { NdArray } from '../ndarray.ts';
import type { Params } from '../float64/mlp.ts';

export interface NetworkLossInput {
  X: NdArray;
  y: Int32Array;
  params: Params;
}

export interface NetworkLossMistake {
  id: string;
  /** Null where the mistake gives no numbers. */
  predict: (input: NetworkLossInput) => Bounds | null;
}

/** Every mistake of a function (X, y, params) -> loss. */
export function networkLossMistakes(network: Network): NetworkLossMistake[] {
  const logits = `z${network.depth}`;
  const rightLogits = ({ X, params }: NetworkLossInput) =>
    named(forward(network.activation, X, params), logits);
  return [
    ...[...lossMistakes, SWAPPED].map(({ id, predict }) => ({
      id,
      predict: (input: NetworkLossInput) => predict({ z: rightLogits(input), y: input.y }),
    })),
    ...forwardMistakes(network).map(({ id, predict }) => ({
      id,
      predict(input: NetworkLossInput) {
        const cache = predict(input);
        return typeof cache === 'string' ? null : rightLoss({ z: named(cache, logits), y: input.y });
      },
    })),
  ];
}

/** The logits where the labels belong: minus the mean over the batch of `sum z log_softmax(onehot)`. */
const SWAPPED = {
  id: 'loss-arguments-swapped',
  predict({ z, y }: LossInput): Bounds {
    const C = columnsOf(z);
    const labels = oneHot(y, C);
    let sum = 0;
    for (let c = 0; c < C; c++) {
      const losses = exampleLosses(
        labels,
        y.map(() => c),
      ); // -log_softmax(onehot)[i, c]
      losses.forEach((loss, i) => (sum += (z.data[i * C + c] ?? Number.NaN) * loss));
    }
    return { low: sum / y.length, high: sum / y.length };
  },
};
