// Curves of networks trained on digits: the five bugs of exercise 07, and the three shapes of exercise 08.

import { line, type Curve, type Line } from './curve.ts';
import { readDigits } from './digits.ts';
import { record, type Recipe, type Recording } from './train.ts';

const TRAIN = readDigits(0, 8000);
const VALIDATION = readDigits(8000, 2000);
/** So few images that the network can learn them by heart. */
const FEW = readDigits(0, 150);

/** 784 -> 256 -> 10 as in the lesson, about one epoch of 8,000 images. */
const PLAIN: Recipe = { lr: 0.1, steps: 63, hidden: 256, every: 63, seed: 1, batchSize: 128 };

/** The curve of each bug, by its letter in exercise 07. */
export function bugCurves(): Record<string, Curve> {
  const accumulating = record(TRAIN, VALIDATION, { ...PLAIN, steps: 315, every: 7, accumulates: true });
  const naive = record(TRAIN, VALIDATION, { ...PLAIN, lr: 100, steps: 21, every: 21, softmax: 'naive' });
  const stable = record(TRAIN, VALIDATION, { ...PLAIN, lr: 100, steps: 21, every: 21 });
  const creeping = record(TRAIN, VALIDATION, { ...PLAIN, lr: 1e-9, steps: 1000, every: 1000 });
  const unscaled = record(TRAIN, VALIDATION, { ...PLAIN, isScaled: false });
  const sorted = record(TRAIN, VALIDATION, { ...PLAIN, steps: 189, every: 3, isSorted: true });
  return {
    'bug-a': accuracies(accumulating),
    'bug-b': losses(true, [batchLine('softmax without a guard', naive), batchLine('stable softmax', stable)]),
    'bug-c': losses(false, [batchLine('lr = 1e-9', creeping)]),
    'bug-d': losses(true, [
      batchLine('weights from N(0, 1)', unscaled),
      batchLine('scaled by sqrt(2/n)', record(TRAIN, VALIDATION, PLAIN)),
    ]),
    'bug-e': {
      ...accuracies(sorted),
      series: [
        line(
          'batch just trained on',
          steps(sorted),
          sorted.batches.map(({ accuracy }) => accuracy),
        ),
        validationLine(sorted, 'accuracy'),
      ],
    },
  };
}

/** Losses on training and validation images: a network too small, one with too little data, and one that fits. */
export function shapeCurves(): Record<string, Curve> {
  const small = record(TRAIN, VALIDATION, { ...PLAIN, hidden: 1, steps: 378, every: 6 });
  const few = { ...PLAIN, hidden: 64, lr: 0.5, batchSize: 50, steps: 300, every: 5 };
  const right = record(TRAIN, VALIDATION, { ...PLAIN, steps: 378, every: 6 });
  return {
    'shape-underfit': bothLosses(small),
    'shape-overfit': bothLosses(record(FEW, VALIDATION, few)),
    'shape-just-right': bothLosses(right),
  };
}

function steps({ batches }: Recording): number[] {
  return batches.map((_, step) => step);
}

function batchLine(name: string, recording: Recording): Line {
  return line(
    name,
    steps(recording),
    recording.batches.map(({ loss }) => loss),
  );
}

function validationLine({ steps: at, validation }: Recording, of: 'loss' | 'accuracy'): Line {
  return line(
    'validation',
    at,
    validation.map((score) => score[of]),
  );
}

function trainLine({ steps: at, train }: Recording, of: 'loss' | 'accuracy'): Line {
  return line(
    'train',
    at,
    train.map((score) => score[of]),
  );
}

function losses(isLogarithmic: boolean, series: Line[]): Curve {
  return { xLabel: 'step', yLabel: 'loss of the mini-batch', isLogarithmic, series };
}

function bothLosses(recording: Recording): Curve {
  const series = [trainLine(recording, 'loss'), validationLine(recording, 'loss')];
  return { xLabel: 'step', yLabel: 'loss', isLogarithmic: false, series };
}

function accuracies(recording: Recording): Curve {
  const series = [trainLine(recording, 'accuracy'), validationLine(recording, 'accuracy')];
  return { xLabel: 'step', yLabel: 'accuracy', isLogarithmic: false, series };
}
