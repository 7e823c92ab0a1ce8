// The pictures of 06: the curves, the confusion matrix, the most confident mistakes.

import type { Figure } from '../../../harness/result.ts';
import { CLASSES, PIXELS, type Digits } from '../../../reference/datasets/mnist.ts';
import { lineFigure, type Curve } from '../figures.ts';
import { fitInWords } from './fit.ts';
import { percent } from './learning.ts';
import type { History } from './readTraining.ts';
import { confidences, type Score } from './scores.ts';
import { stepsOf, type Training } from './training.ts';

/** Mistakes shown, the most confident first. */
const MISTAKES = 12;
const SIDE = 28; // pixels
const AXES = { xLabel: 'step', yLabel: 'loss', isLogarithmic: true };

/** Training and validation loss by step; of a run that never returned, what its `onStep` was told. */
export function curveFigure(training: Training): Figure | null {
  const { history, heard, words } = training;
  const title = 'Loss by step';
  if (history)
    return lineFigure({ title, caption: `On ${words}. ${fitInWords(history)}`, ...AXES }, curvesOf(history));
  const last = heard.at(-1);
  if (!last) return null;
  const curve = {
    name: 'training, as onStep heard it',
    x: heard.map(({ step }) => step),
    y: heard.map(({ loss }) => loss),
  };
  const caption = `On ${words}. train() did not return; this is what it had learned by step ${last.step} of about ${stepsOf(training)}.`;
  return lineFigure({ title, caption, ...AXES }, [curve]);
}

/** The same with weight decay and without, on one part of the data, as far as the run without it goes. */
export function decayFigure(decayed: Training, plain: Training): Figure | null {
  if (!decayed.history || !plain.history) return null;
  const history = until(lastOf(plain.history.valStep), decayed.history);
  const [with_, without] = [history, plain.history].map(({ valLoss }) => lastOf(valLoss).toFixed(4));
  const { weightDecay } = decayed.options;
  const caption = `On ${decayed.words}, both times from the same seed. After ${plain.options.epochs} epochs validation loss is at ${with_} with weightDecay ${weightDecay} and at ${without} without: so weak a decay in so few steps is hard to see.`;
  return lineFigure({ title: 'With and without weight decay', caption, ...AXES }, [
    ...curvesOf(history, ', with decay'),
    ...curvesOf(plain.history, ', without'),
  ]);
}

/** What was taken for what on the test pictures. */
export function confusionFigure(test: Digits, { predicted, accuracy }: Score): Figure {
  const counts = new Array<number>(CLASSES * CLASSES).fill(0);
  predicted.forEach((label, i) => {
    const cell = (test.labels[i] ?? 0) * CLASSES + label;
    counts[cell] = (counts[cell] ?? 0) + 1;
  });
  const digits = Array.from({ length: CLASSES }, (_, digit) => String(digit));
  return {
    kind: 'grid',
    title: 'Confusion matrix',
    caption: `The ${test.count} test pictures: ${percent2(accuracy)} are on the diagonal. ${commonest(counts)}`,
    rowLabel: 'shown',
    columnLabel: 'taken for',
    rows: digits,
    columns: digits,
    counts,
  };
}

/** The pictures that the network was surest of and wrong about. */
export function mistakesFigure(test: Digits, score: Score): Figure {
  const sure = confidences(score);
  const wrong = [...score.predicted.keys()]
    .filter((i) => score.predicted[i] !== test.labels[i])
    .toSorted((a, b) => (sure[b] ?? 0) - (sure[a] ?? 0));
  return {
    kind: 'images',
    title: 'Most confident mistakes',
    caption: `${wrong.length} of ${test.count} test pictures are taken for another digit; these are the ones the network was surest of.`,
    images: wrong.slice(0, MISTAKES).map((i) => ({
      width: SIDE,
      height: SIDE,
      pixels: Buffer.from(test.images.subarray(i * PIXELS, (i + 1) * PIXELS)).toString('base64'),
      label: `${test.labels[i]} taken for ${score.predicted[i]}, ${percent(sure[i] ?? 0)}`,
    })),
  };
}

function curvesOf({ step, trainLoss, valStep, valLoss }: History, which = ''): Curve[] {
  return [
    { name: `training${which}`, x: step, y: trainLoss },
    { name: `validation${which}`, x: valStep, y: valLoss },
  ];
}

/** What a history has up to a step. */
function until(last: number, { step, trainLoss, valStep, valLoss, ...rest }: History): History {
  const [steps, points] = [step, valStep].map((at) => at.filter((each) => each <= last).length);
  return {
    ...rest,
    ...{ step: step.slice(0, steps), trainLoss: trainLoss.slice(0, steps) },
    ...{ valStep: valStep.slice(0, points), valLoss: valLoss.slice(0, points) },
  };
}

function lastOf(values: Float64Array): number {
  return values.at(-1) ?? Number.NaN;
}

function commonest(counts: readonly number[]): string {
  const off = counts.map((count, cell) => (cell % (CLASSES + 1) === 0 ? 0 : count));
  const most = Math.max(...off);
  const cell = off.indexOf(most);
  return most === 0
    ? ''
    : `The commonest mistake: ${Math.floor(cell / CLASSES)} taken for ${cell % CLASSES}, ${most} times.`;
}

function percent2(fraction: number): string {
  return `${(100 * fraction).toFixed(2)} %`;
}
