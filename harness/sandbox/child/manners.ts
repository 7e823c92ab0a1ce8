// The ways in which a student's function is called.

import type { Manner } from '../protocol.ts';
import { uniformDraws } from './draws.ts';
import { gradientsOf, newVariables, noteVariables } from './tensors.ts';

const { isArray } = Array;
const { isView } = ArrayBuffer;

type Target = (...given: unknown[]) => unknown;

/** Calls `target` as the request asks. */
export const manners: Record<Manner, (target: Target, given: unknown[]) => unknown> = {
  once: (target, given) => target(...given),
  keep(target, given) {
    noteVariables();
    return target(...given);
  },
  each: (target, [numbers]) => callInTurn(target, numbers as number[]),
  epochs: (target, [seeds, ...rest]) => drawEpochs(target, seeds as number[], rest),
  'tf-gradients': gradientsOf,
  'tf-variables': newVariables,
};

/** What a function gives for each number; where it is async, what it promises, before the next one is asked for. */
async function callInTurn(target: Target, numbers: readonly number[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const number of numbers) values.push(await target(number));
  return values;
}

/** The order of each epoch: what a function draws with each seed's rng, its batches joined; anything else as it came. */
async function drawEpochs(target: Target, seeds: readonly number[], rest: unknown[]): Promise<unknown[]> {
  const orders: unknown[] = [];
  for (const seed of seeds) {
    const batches = await target(uniformDraws(seed), ...rest);
    orders.push(isArray(batches) ? joined(batches) : batches);
  }
  return orders;
}

function joined(batches: readonly unknown[]): unknown {
  const isList = (batch: unknown) => isArray(batch) || isView(batch);
  return batches.every(isList)
    ? batches.flatMap((batch) => Array.from(batch as ArrayLike<unknown>))
    : batches;
}
