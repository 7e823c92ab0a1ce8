// Mistakes of a training run, seen on a batch that is the same in every step.

import { stepped } from '../float64/descent.ts';
import { zip, type NdArray } from '../ndarray.ts';
import { forward, lossAndGrads, named, type Activation, type Params } from '../float64/mlp.ts';
import { backwardFamilies, backwardMistakes } from './backward.ts';
import type { BackwardInput } from './chain.ts';
import { ways, type Mistake, type Tensors } from './mistake.ts';
import { updateMistakes } from './update.ts';

export interface TrainingInput {
  /** The batch of every step. */
  X: NdArray;
  y: Int32Array;
  /** The parameters before the first step. */
  params: Params;
  lr: number;
  steps: number;
}

type Gradients = (params: Params) => Tensors;

/** The parameters after all steps of right training. */
export function trained(input: TrainingInput, activation: Activation = 'relu'): Params {
  return descend(input, (params) => lossAndGrads(activation, input.X, input.y, params).grads);
}

/** Mistakes that the parameters after some steps show; they explain themselves only where there are two steps or more. */
export const trainingMistakes: Mistake<TrainingInput>[] = [
  ...updateMistakes.map(({ id, predict }): Mistake<TrainingInput> => ({
    id,
    predict(input) {
      let { params } = input;
      for (let step = 0; step < input.steps; step++) {
        const { grads } = lossAndGrads('relu', input.X, input.y, params);
        params = predict({ params, grads, lr: input.lr }) as Params;
      }
      return params;
    },
  })),
  ...ways<TrainingInput>('gradients-accumulate', [accumulated]),
  ...ways<TrainingInput>('activation-missing', [(input) => trained(input, 'identity')]),
];

/** What a run shows as another mistake: the sign is the update's there, and sums of p - onehot along a row leave b2 as it was. */
const TOLD_ELSEWHERE = new Set(['gradient-sign', 'bias-gradient-by-rows']);

/** Mistakes of the backward pass of a relu network, in every step of a run. */
export function backwardInTraining(depth: number): Mistake<TrainingInput>[] {
  const network = { activation: 'relu', depth } as const;
  const mistakes = backwardMistakes(network).filter(({ id }) => !TOLD_ELSEWHERE.has(id));
  // Their unknown, a learning rate, is known in a run.
  const families = backwardFamilies(network).map((family) => ({
    id: family.id,
    predict: (input: BackwardInput, { lr }: TrainingInput) => family.predict(input, lr),
  }));
  return [...mistakes, ...families].map(({ id, predict }) => ({
    id,
    predict(input) {
      const { X, y } = input;
      let malformed = false;
      const params = descend(input, (at) => {
        const grads = predict({ X, y, cache: forward('relu', X, at), params: at }, input);
        if (typeof grads !== 'string') return grads;
        malformed = true;
        return lossAndGrads('relu', X, y, at).grads;
      });
      return malformed ? 'malformed' : params;
    },
  }));
}

function descend({ params, lr, steps }: TrainingInput, gradients: Gradients): Params {
  let at = params;
  for (let step = 0; step < steps; step++) at = stepped({ params: at, grads: gradients(at), lr });
  return at;
}

/** Never zeroed: each step moves by the sum of all gradients so far. */
function accumulated(input: TrainingInput): Params {
  let sum: Tensors | null = null;
  return descend(input, (at) => {
    const { grads } = lossAndGrads('relu', input.X, input.y, at);
    const before = sum;
    sum = before === null ? grads : added(before, grads);
    return sum;
  });
}

function added(A: Tensors, B: Tensors): Tensors {
  return Object.fromEntries(
    Object.entries(A).map(([name, a]) => [name, zip(a, named(B, name), (x, y) => x + y)]),
  );
}
