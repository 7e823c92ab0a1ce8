// Over- or underfitting, in a sentence drawn from the curves.

import { endOf } from './curves.ts';
import type { History } from './readTraining.ts';

/** A validation loss this much above its own lowest has turned round (a share of the lowest). */
const TURNED = 0.05;
/** A gap between the curves' ends that says something (a share of the validation loss, and nats). */
const GAP = 0.3;
const LEAST_GAP = 0.05;
/** Validation accuracy below which a network of this size has not learned what it could. */
const LEARNED = 0.93;
/** A validation loss that the last epoch still lowered by this share is on its way down. */
const FALLING = 0.04;

/** One or two sentences: where the curves end, and what that says. */
export function fitInWords({ trainLoss, valStep, valLoss, valAccuracy }: History): string {
  const [train, validation] = [endOf(trainLoss), valLoss.at(-1) ?? Number.NaN];
  const lowest = valLoss.reduce((least, loss) => Math.min(least, loss), Infinity);
  const turn = valStep[valLoss.indexOf(lowest)] ?? 0;
  const ends = `Training loss ends at ${train.toFixed(3)}, validation loss at ${validation.toFixed(3)}`;
  if (validation > (1 + TURNED) * lowest && train < lowest)
    return `${ends}, having been down to ${lowest.toFixed(3)} at step ${turn}: it rises while training loss falls, which is overfitting.`;
  if ((valAccuracy.at(-1) ?? 0) < LEARNED)
    return `${ends}: both are still high and close together, which is underfitting; the network could learn more.`;
  const previous = valLoss.at(-2) ?? Number.NaN;
  const falling = validation < (1 - FALLING) * previous;
  const onward = falling ? ' Validation loss was still falling: more epochs would help a little.' : '';
  const gap = validation - train;
  if (gap > LEAST_GAP && gap > GAP * validation)
    return `${ends}: a gap of ${gap.toFixed(3)} has opened, the beginning of overfitting, but validation loss has not risen.${onward}`;
  return `${ends}: the two fall together and stay close, so it neither overfits nor underfits by much.${onward}`;
}
