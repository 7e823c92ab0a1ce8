// Whether gradients of earlier steps are still in a step, by where b2 ends after steps on one picture: the first of them
// learns it, and a gradient that is kept goes on pushing.

import { named, type Params } from '../../../reference/float64/mlp.ts';
import { stepped } from '../../../reference/float64/descent.ts';
import { largest, zip, type NdArray } from '../../../reference/ndarray.ts';
import { gradsOnCopies } from './onePicture.ts';
import { stepsOf, type Trained } from './training.ts';

/** Share of the largest change of b2 by which float32 and a penalty may be off; a rule that keeps nothing is off by half and more. */
const CLOSE = 0.03;

/** Whether b2 is where sums of gradients lead, never begun anew or begun anew with each epoch, and not where the gradients do. */
export function isAccumulated(one: Trained, still: Trained): boolean {
  const steps = stepsOf(one);
  const isEnd = (kept: number) => isNearEnd(one, still, b2After(one, still.weights, kept));
  return !isEnd(1) && [steps, steps / one.options.epochs].some(isEnd);
}

function isNearEnd(one: Trained, still: Trained, want: NdArray): boolean {
  const change = zip(want, named(still.weights, 'b2'), (end, start) => end - start);
  const off = zip(named(one.weights, 'b2'), want, (got, wanted) => got - wanted);
  return largest(off) <= CLOSE * largest(change);
}

/** b2 after all steps of a run on one picture, if the sum of gradients begins anew every `kept` steps: (10). */
function b2After(run: Trained, start: Params, kept: number): NdArray {
  let [params, sum] = [start, {} as Record<string, NdArray>];
  for (let step = 0; step < stepsOf(run); step++) {
    const grads = gradsOnCopies(run.train.digits, params);
    sum = step % kept === 0 ? grads : added(sum, grads);
    params = stepped({ params, grads: sum, lr: run.options.lr });
  }
  return named(params, 'b2');
}

function added(sum: Record<string, NdArray>, grads: Record<string, NdArray>): Record<string, NdArray> {
  return Object.fromEntries(
    Object.entries(grads).map(([name, slope]) => [name, zip(named(sum, name), slope, (a, b) => a + b)]),
  );
}
