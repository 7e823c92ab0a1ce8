// Judges the cross-entropy, whose right values are bounds: a guard against log 0 may show where p is very small.

import type { Bounds, LossInput, LossMistake } from '../../reference/misconceptions/loss.ts';
import { rightLoss } from '../../reference/misconceptions/loss.ts';
import { scalar } from '../../reference/ndarray.ts';
import type { Script } from '../../harness/job.ts';
import { CheckFailure } from './failure.ts';
import { show } from './compare.ts';
import { soleName } from './soleName.ts';
import { TOLERANCE } from './tolerance.ts';
import { judge, seenOn, tryAll, type Attempt } from './verdict.ts';
import type { Student } from './student.ts';
import type { Trial } from './trial.ts';
import type { Logits } from './cases.ts';

const NAME = 'crossEntropy';

/** One call of crossEntropy. */
export function lossAttempt({ name, z, y }: Logits): Attempt<LossInput> {
  const loss = scalar(rightLoss({ z, y }).high);
  return { input: { z, y }, words: name, given: { logits: z, y }, want: { loss }, returns: 'value' };
}

/** Calls crossEntropy on each of `logits`. */
export async function tryLosses(student: Student, logits: readonly Logits[]): Promise<Trial<LossInput>[]> {
  const attempts = logits.map(lossAttempt);
  const trials = await tryAll(student, NAME, 'forward', attempts);
  return trials.map((trial) => ({ ...trial, right: isWithin(lossOf(trial), rightLoss(trial.input)) }));
}

/** A loss that came in another way, as if crossEntropy had given it. */
export function lossTrial(logits: Logits, loss: number): Trial<LossInput> {
  const { input, words, want } = lossAttempt(logits);
  const right = isWithin(loss, rightLoss(input));
  return { input, words, want, rule: 'forward', got: { loss: scalar(loss) }, flaws: {}, fault: null, right };
}

/** Fails with the first loss outside its bounds; `what` is where it comes from. */
export async function judgeLosses(
  trials: readonly Trial<LossInput>[],
  mistakes: readonly LossMistake[],
  script: Script,
  what = `${NAME}()`,
): Promise<void> {
  const wrong = trials.find(({ right }) => !right);
  if (!wrong) return;
  const misconception = nameLossMistake(trials, mistakes);
  const loss = lossOf(wrong);
  if (loss === null) {
    await judge([wrong], 'loss', { function: NAME, script, misconception: () => misconception });
    throw new CheckFailure(`${what} did not return a number. ${seenOn(wrong)}`, { misconception });
  }
  const { low, high } = rightLoss(wrong.input);
  const expected = low === high ? show(high) : `from ${show(low)} to ${show(high)}`;
  const broken = Number.isFinite(loss) ? '' : ': not a finite number';
  throw new CheckFailure(`${what} is ${show(loss)}, expected ${expected}${broken}. ${seenOn(wrong)}`, {
    misconception,
    evidence: {
      where: 'loss',
      expected: low === high ? Number(show(high)) : expected,
      got: Number.isFinite(loss) ? Number(show(loss)) : show(loss),
      input: wrong.words,
    },
  });
}

/** The one mistake whose bounds hold every loss that came; none where all are 0, as of code that computes none. */
function nameLossMistake(
  trials: readonly Trial<LossInput>[],
  mistakes: readonly LossMistake[],
): string | null {
  if (trials.every((trial) => lossOf(trial) === 0)) return null;
  return soleName(
    mistakes
      .filter(({ predict }) => trials.every((trial) => isWithin(lossOf(trial), predict(trial.input))))
      .map(({ id }) => id),
  );
}

function lossOf({ got }: Trial<LossInput>): number | null {
  return got?.loss?.data[0] ?? null;
}

/** Within the bounds and the tolerance of forward values; NaN bounds ask for anything that is not finite. */
function isWithin(loss: number | null, { low, high }: Bounds): boolean {
  if (loss === null) return false;
  if (Number.isNaN(low)) return !Number.isFinite(loss);
  const room = TOLERANCE * Math.max(1, Math.abs(high));
  return loss >= low - room && loss <= high + room;
}
