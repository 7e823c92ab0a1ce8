// Mistakes of a whole network's loss, by its value: a wrong loss of the right logits, or the right loss of wrong ones.

import { forward, named, type Params } from '../float64/mlp.ts';
import type { NdArray } from '../ndarray.ts';
import type { Network } from './chain.ts';
import { forwardMistakes } from './forward.ts';
import { lossMistakes, rightLoss, swappedArguments, type Bounds } from './loss.ts';

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
    ...[...lossMistakes, swappedArguments].map(({ id, predict }) => ({
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
