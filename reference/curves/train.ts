// Trains the network on digits, with the bug asked for, and keeps what a figure needs.

import { seeded, shuffled, type Rng } from './draws.ts';
import { sortedByClass, type Digits } from './digits.ts';
import {
  addGradients,
  descend,
  evaluate,
  initialise,
  zerosLike,
  type Network,
  type Score,
  type Softmax,
} from './network.ts';

export interface Recipe {
  lr: number;
  steps: number;
  hidden: number;
  /** Steps between two looks at the validation set. */
  every: number;
  seed: number;
  batchSize: number;
  softmax?: Softmax;
  /** False: weights drawn from N(0, 1). */
  isScaled?: boolean;
  /** True: gradients are never set back to zero. */
  accumulates?: boolean;
  /** True: the batches come in the order of the classes. */
  isSorted?: boolean;
}

export interface Recording {
  /** Loss and accuracy of each mini-batch before its update. */
  batches: Score[];
  /** Steps at which both sets were looked at whole. */
  steps: number[];
  train: Score[];
  validation: Score[];
}

/** Trains by the recipe, validation on the side. */
export function record(trainSet: Digits, validationSet: Digits, recipe: Recipe): Recording {
  const rng = seeded(recipe.seed);
  const network = initialise(rng, recipe.hidden, recipe.isScaled);
  const recording: Recording = { batches: [], steps: [], train: [], validation: [] };
  const look = (step: number) => {
    recording.steps.push(step);
    recording.train.push(evaluate(network, firstOf(trainSet, validationSet.labels.length)));
    recording.validation.push(evaluate(network, validationSet));
  };
  const batches = endlessBatches(rng, trainSet, recipe);
  let sums = zerosLike(network);
  for (let step = 0; step < recipe.steps; step++) {
    if (step % recipe.every === 0) look(step);
    if (!recipe.accumulates) sums = zerosLike(network);
    recording.batches.push(oneStep(network, sums, trainSet, { ...recipe, batch: batches() }));
  }
  look(recipe.steps);
  return recording;
}

function oneStep(
  network: Network,
  sums: Network,
  digits: Digits,
  { batch, softmax = 'stable', lr }: Recipe & { batch: Int32Array },
): Score {
  const score = addGradients(network, sums, digits, { batch, softmax });
  descend(network, sums, lr);
  return score;
}

/** As many training images as there are to validate with: enough for a curve, and quick. */
function firstOf({ images, labels }: Digits, count: number): Digits {
  const kept = Math.min(count, labels.length);
  return {
    images: images.subarray(0, (images.length / labels.length) * kept),
    labels: labels.subarray(0, kept),
  };
}

/** One batch after the other, epoch after epoch. */
function endlessBatches(rng: Rng, digits: Digits, { batchSize, isSorted = false }: Recipe): () => Int32Array {
  const sorted = sortedByClass(digits);
  let order: Int32Array = new Int32Array(0);
  let next = 0;
  return () => {
    if (next >= order.length) {
      order = isSorted ? sorted : shuffled(rng, digits.labels.length);
      next = 0;
    }
    const batch = order.subarray(next, next + batchSize);
    next += batchSize;
    return batch;
  };
}
