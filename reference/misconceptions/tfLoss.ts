// Mistakes of a whole network's loss, by its value: a wrong loss of the right logits, or the right loss of wrong ones.

import { forward, named, type Params } from '../float64/mlp.ts';
import { exampleLosses, oneHot } from '../float64/softmax.ts';
import { at, columnsOf, type NdArray } from '../ndarray.ts';
import type { Network } from './chain.ts';
import { forwardMistakes } from './forward.ts';
import { lossMistakes, rightLoss, type Bounds, type LossInput } from './loss.ts';

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

/** As a mistake of the loss it has the id loss-double-softmax. */
const DOUBLE = 'probabilities-as-logits';

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
    ...forwardMistakes(network)
      .filter(({ id }) => id !== DOUBLE)
      .map(({ id, predict }) => ({
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
    const labels = oneHot(y, columnsOf(z));
    const classes = Array.from({ length: columnsOf(z) }, (_, c) => c);
    const terms = classes.flatMap((c) => {
      const losses = exampleLosses(
        labels,
        y.map(() => c),
      ); // (B): -log_softmax(onehot)[:, c]
      return Array.from(losses, (loss, i) => at(z, i, c) * loss);
    });
    const mean = terms.reduce((sum, term) => sum + term, 0) / y.length;
    return { low: mean, high: mean };
  },
};
