// What a changed input of forward or backward tells: the mistakes that are known by it.

import { named } from '../../reference/float64/mlp.ts';
import { sumOverColumns } from '../../reference/float64/matmul.ts';
import { map, scale, zip, type NdArray } from '../../reference/ndarray.ts';
import { isClose } from './compare.ts';
import type { Problem } from './problem.ts';
import type { Mutation } from './changedInputs.ts';

/**
 * p that became p - onehot(y), divided or not, has rows that sum to 0; W may have been stepped before its time; z may have
 * been run through its activation in place. `problems` are those whose arrays were passed.
 */
export function mutationName(mutation: Mutation, problems: readonly Problem[]): string | null {
  const { input, before, after } = mutation;
  if (!after) return null;
  const name = input.split('.').at(-1) ?? input;
  if (name === 'p') return hasZeroSums(after) ? 'probabilities-mutated' : null;
  if (name.startsWith('z')) return activatedInPlace(before, after);
  const changed = problems.find(({ params }) => params[name] === before);
  if (!changed) return null;
  const step = zip(before, after, (was, is) => was - is);
  return isMultiple(step, named(changed.pass.grads, `d${name}`)) ? 'weights-updated-first' : null;
}

function hasZeroSums(after: NdArray): boolean {
  const sums = sumOverColumns(after);
  return isClose(
    sums,
    map(sums, () => 0),
    'forward',
  );
}

function activatedInPlace(before: NdArray, after: NdArray): string | null {
  if (isClose(after, map(before, Math.tanh), 'forward')) return 'tanh-mutates-input';
  const clipped = map(before, (z) => Math.max(0, z));
  return isClose(after, clipped, 'forward') ? 'relu-mutates-input' : null;
}

/** Whether one array is the other times a number: a step of some learning rate. */
function isMultiple(step: NdArray, gradient: NdArray): boolean {
  const dot = (a: NdArray, b: NdArray) =>
    zip(a, b, (x, y) => x * y).data.reduce((sum, value) => sum + value, 0);
  return isClose(step, scale(gradient, dot(step, gradient) / dot(gradient, gradient)), 'gradient');
}
