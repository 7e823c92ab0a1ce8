// Two networks crossed: each of the four is the first one but for what it has of the second, so that what a function keeps by one
// of its arguments alone shows.

import { lossAndGrads, type Params } from '../../reference/float64/mlp.ts';
import type { Problem } from './problem.ts';

/** The first with the second's X, with its parameters, with its biases, and with its labels; both are of the same sizes. */
export function crossed<Each extends Problem>(one: Each, two: Each): Each[] {
  return [
    { name: 'the batch before with another X', X: two.X },
    { name: 'the batch before with other parameters', params: two.params },
    { name: 'the batch before with other biases', params: { ...one.params, ...biasesOf(two.params) } },
    { name: 'the batch before with other labels', y: two.y },
  ].map((changed) => withPass({ ...one, ...changed }));
}

function biasesOf(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => name.startsWith('b')));
}

function withPass<Each extends Problem>(each: Each): Each {
  return { ...each, pass: lossAndGrads(each.activation, each.X, each.y, each.params) };
}
