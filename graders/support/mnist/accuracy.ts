// The test accuracy of the weights that the counted run returned.

import { CheckFailure } from '../failure.ts';
import type { Naming } from './curves.ts';
import { percent } from './learning.ts';

/** Right code reached 0.967 to 0.972 on all of the data after five epochs. */
const WANTED = 0.95;
/** From here on a part of the points is earned: half of them, more with every hundredth. */
const PARTIAL = 0.9;
const PARTIAL_SHARE = 0.5;
/** After practice on the stated part, where right code reached 0.86 to 0.92. */
const WANTED_IN_PRACTICE = 0.8;
/** Test pictures that count. */
const ALL = 10_000;

/** Fails below the accuracy that is wanted, with a share of the points from 90 % on. */
export async function judgeAccuracy(accuracy: number, pictures: number, nameOf: Naming): Promise<void> {
  const isQuick = pictures < ALL;
  const wanted = isQuick ? WANTED_IN_PRACTICE : WANTED;
  if (accuracy >= wanted) return;
  const isClose = !isQuick && accuracy >= PARTIAL;
  const share = isClose
    ? PARTIAL_SHARE + ((1 - PARTIAL_SHARE) * (accuracy - PARTIAL)) / (WANTED - PARTIAL)
    : 0;
  const partial = isClose ? ' Part of the points is earned from 90 % on.' : '';
  throw new CheckFailure(
    `The returned weights get ${(100 * accuracy).toFixed(2)} % of ${pictures} test pictures right, expected ${percent(wanted)} and more.${partial}`,
    {
      misconception: await nameOf(),
      share,
      evidence: { where: 'test accuracy', expected: wanted, got: accuracy },
    },
  );
}
