// Names the mistake behind a student's numbers: the one whose mathematics gives the same numbers on every input tried.

import type { Mistake, MistakeFamily, Outcome, Tensors } from '../../reference/misconceptions/mistake.ts';
import { largest, sameShape, type NdArray } from '../../reference/ndarray.ts';
import { soleName } from './soleName.ts';
import { TOLERANCE } from './tolerance.ts';
import { isWellShaped, type Trial } from './trial.ts';

/** Predictions that are 0 but for rounding, such as the row sums of dz2, match whatever rounding came (absolute). */
const ROUNDING = 1e-12;

export interface Catalogue<Input> {
  mistakes: readonly Mistake<Input>[];
  families?: readonly MistakeFamily<Input>[];
}

/** The id of the one mistake that explains every trial; null where nothing is wrong, none does, or more than one. */
export function nameMistake<Input>(
  trials: readonly Trial<Input>[],
  catalogue: Catalogue<Input>,
): string | null {
  if (trials.every(({ right }) => right)) return null;
  const ids = new Set<string>();
  for (const mistake of catalogue.mistakes) {
    if (trials.every((trial) => explains(trial, mistake.predict(trial.input)))) ids.add(mistake.id);
  }
  for (const family of catalogue.families ?? []) {
    if (familyExplains(trials, family)) ids.add(family.id);
  }
  return soleName(ids);
}

/** Reads the unknown off the first answer that shows it, and holds every other to it. */
function familyExplains<Input>(trials: readonly Trial<Input>[], family: MistakeFamily<Input>): boolean {
  for (const trial of trials) {
    const unknown = trial.got && family.estimate(trial.input, trial.got);
    if (unknown === null || !Number.isFinite(unknown)) continue;
    return trials.every((each) => explains(each, family.predict(each.input, unknown)));
  }
  return false;
}

/** Whether the prediction is what came. */
function explains<Input>(trial: Trial<Input>, predicted: Tensors | Outcome): boolean {
  if (predicted === 'wrong') return !trial.right;
  if (predicted === 'malformed') return !isWellShaped(trial) || hasNoNumber(trial);
  const { got } = trial;
  return got !== null && Object.entries(predicted).every(([name, want]) => isSame(got[name], want));
}

function hasNoNumber<Input>({ got, want }: Trial<Input>): boolean {
  return Object.keys(want).some((name) => got?.[name]?.data.some((value) => !Number.isFinite(value)));
}

/** As close to a prediction as right numbers have to be; where the prediction is not finite, so must be what came. */
export function isSame(got: NdArray | undefined, predicted: NdArray): boolean {
  if (!got || !sameShape(got.shape, predicted.shape)) return false;
  const finite = predicted.data.filter(Number.isFinite);
  const most = Math.max(ROUNDING, TOLERANCE * largest({ shape: [finite.length], data: finite }));
  return predicted.data.every((want, index) => {
    const came = got.data[index] ?? Number.NaN;
    return Number.isFinite(want) ? Math.abs(came - want) <= most : !Number.isFinite(came);
  });
}
