// The ways in which a student's function is called.

import type { Manner } from '../protocol.ts';
import { gradientsOf } from './tensors.ts';

type Target = (...given: unknown[]) => unknown;

/** Calls `target` as the request asks. */
export const manners: Record<Manner, (target: Target, given: unknown[]) => unknown> = {
  once: (target, given) => target(...given),
  keep: (target, given) => target(...given),
  each: (target, [numbers]) => awaitAll((numbers as number[]).map((number) => target(number))),
  'tf-gradients': gradientsOf,
};

/** What a function gives for each number; where it is async, what it promises. */
async function awaitAll(results: unknown[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const result of results) values.push(await result);
  return values;
}
