// What a seed does to a model of TensorFlow.js.

import type { NdArray } from '../../reference/ndarray.ts';
import { CheckFailure } from './failure.ts';
import { isApart, isSameForAll } from './tfChecks.ts';
import type { TfModel } from './tfModel.ts';

/** How much larger than the first the other seeds are; a generator may take two neighbours for one, as `seed | 1` does. */
const OTHER_SEEDS = [1, 2];

/** Fails where all seeds give one model, or one seed two. `first` are the logits of the first model, before any step. */
export async function judgeSeeds(model: TfModel, seed: number, X: NdArray, first: NdArray): Promise<void> {
  const told = { misconception: isSameForAll(first) ? 'init-zero' : 'seed-ignored' };
  await model.create(seed);
  const again = await model.predict(X);
  await model.create(seed);
  const untouched = await model.predict(X);
  const others: NdArray[] = [];
  for (const step of OTHER_SEEDS) {
    await model.create(seed + step);
    others.push(await model.predict(X));
  }
  if (isApart(again, first) && !isApart(again, untouched))
    throw new CheckFailure(
      'createTfModel() with the same seed gives a model that looks as if it had been stepped already: every model needs variables of its own.',
    );
  if (isApart(again, first))
    throw new CheckFailure('createTfModel() with the same seed gives another model the second time.', told);
  if (!others.some((other) => isApart(other, first)))
    throw new CheckFailure('createTfModel() gives the same model for all seeds.', told);
}
