// Steps of gradient descent on a network whose parameters are seen: what they become under the right rule, and under others.

import { forward, lossAndGrads, named, type Params } from '../float64/mlp.ts';
import { matmul, sumOverRows, transpose } from '../float64/matmul.ts';
import { map, zip, type NdArray } from '../ndarray.ts';
import { backwardMistakes } from './backward.ts';
import { stepped } from '../float64/descent.ts';

/** One step on a batch: X (B, in), y (B), and the parameters before it. */
export interface WholeStep {
  params: Params;
  X: NdArray;
  y: Int32Array;
  lr: number;
}

/** What becomes of the parameters if the code has this one fault. */
export interface WholeStepMistake {
  id: string;
  /** The parameters after each step, of steps in a row from the first on. */
  predict: (steps: readonly WholeStep[]) => Params[];
}

/** `theta - lr dtheta`: plain gradient descent. */
export function plainly(steps: readonly WholeStep[]): Params[] {
  return steps.map((step) => stepped({ ...step, grads: gradientsOf(step, step.params) }));
}

/** Other rules than plain gradient descent, on the right loss, for every parameter alike. */
export const wholeStepMistakes: WholeStepMistake[] = [
  ...[
    [
      ['W2', 'b2'],
      ['W1', 'b1'],
    ],
    [['W2'], ['b2', 'W1', 'b1']],
    [['W2'], ['b2'], ['W1'], ['b1']],
  ].map((groups): WholeStepMistake => ({
    id: 'weights-updated-first',
    predict: (steps) => steps.map((step) => inTurn(step, groups)),
  })),
  { id: 'weights-updated-first', predict: (steps) => steps.map(throughSteppedWeights) },
  { id: 'gradients-accumulate', predict: (steps) => withMomentum(steps, 1, false) },
  ...[0.5, 0.8, 0.9, 0.95, 0.99].flatMap((momentum) =>
    [false, true].map((isNesterov): WholeStepMistake => ({
      id: 'optimizer-not-plain',
      predict: (steps) => withMomentum(steps, momentum, isNesterov),
    })),
  ),
  ...byHand(),
];

/** A chain rule written by hand has the mistakes of exercise 02; against the gradient moves a wrong sign of the update as well. */
function byHand(): WholeStepMistake[] {
  return backwardMistakes({ activation: 'relu', depth: 2 })
    .filter(({ id }) => id !== 'gradient-sign')
    .map(({ id, predict }) => ({
      id,
      predict: (steps) =>
        steps.flatMap(({ params, X, y, lr }) => {
          const cache = forward('relu', X, params);
          const grads = predict({ X, y, params, cache });
          return typeof grads === 'string' ? [] : [stepped({ params, grads, lr })];
        }),
    }));
}

function gradientsOf({ X, y }: WholeStep, at: Params): Record<string, NdArray> {
  return lossAndGrads('relu', X, y, at).grads;
}

/** Each group stepped by its gradients where the groups before have led. */
function inTurn(step: WholeStep, groups: readonly string[][]): Params {
  return groups.reduce((params, group) => {
    const next = stepped({ params, grads: gradientsOf(step, params), lr: step.lr });
    return Object.fromEntries(
      Object.entries(params).map(([name, theta]) => [name, group.includes(name) ? named(next, name) : theta]),
    );
  }, step.params);
}

/** Backward by hand: dz2 from before, but da1 = dz2 W2^T by the W2 that was stepped already. */
function throughSteppedWeights({ params, X, y, lr }: WholeStep): Params {
  const { cache, grads } = lossAndGrads('relu', X, y, params);
  const right = stepped({ params, grads, lr });
  const da1 = matmul(named(grads, 'dz2'), transpose(named(right, 'W2'))); // (B, out) @ (out, h) -> (B, h)
  const dz1 = zip(da1, named(cache, 'z1'), (up, z) => (z > 0 ? up : 0));
  const first = { dW1: matmul(transpose(X), dz1), db1: sumOverRows(dz1) }; // (in, B) @ (B, h) -> (in, h)
  return stepped({ params, grads: { ...grads, ...first }, lr });
}

/** `v = momentum v + dtheta`, theta moved by v; by dtheta + momentum v where it looks ahead. */
function withMomentum(steps: readonly WholeStep[], momentum: number, isNesterov: boolean): Params[] {
  let velocity: Record<string, NdArray> = {};
  return steps.map((step) => {
    const grads = gradientsOf(step, step.params);
    velocity = Object.fromEntries(
      Object.entries(grads).map(([name, slope]) => {
        const before = name in velocity ? named(velocity, name) : map(slope, () => 0);
        return [name, zip(before, slope, (v, g) => momentum * v + g)];
      }),
    );
    const moves = isNesterov
      ? Object.fromEntries(
          Object.entries(grads).map(([name, slope]) => [
            name,
            zip(named(velocity, name), slope, (v, g) => g + momentum * v),
          ]),
        )
      : velocity;
    return stepped({ ...step, grads: moves });
  });
}
