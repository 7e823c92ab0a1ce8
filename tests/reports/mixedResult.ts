import type { ExerciseResult, Result } from '../../harness/result.ts';
import { sampleGrid, sampleImages, sampleLines } from './sampleFigures.ts';
import {
  failedCheck,
  sampleCheck,
  sampleExercise,
  sampleHeatMap,
  sampleResult,
  sampleWarning,
} from './sampleResult.ts';

/** A result with every status there is, as one student's first week may look. */
export function mixedResult(fields: Partial<Result> = {}): Result {
  return sampleResult({
    submission: {
      id: 'grace-hopper',
      sha256: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
    },
    status: 'errored',
    score: 33.25,
    maxScore: 74,
    bonus: 12,
    maxBonus: 18,
    durationMs: 64_300,
    exercises: [sampleExercise(), backward(), train(), threeLayer(), tanh(), mnist(), activations(), ports()],
    ...fields,
  });
}

function backward(): ExerciseResult {
  return sampleExercise({
    id: '02-backward',
    title: 'The backward pass',
    status: 'failed',
    score: 9.25,
    maxScore: 18,
    diagnostics: [
      sampleWarning(),
      sampleWarning({ line: 40, column: 18, message: '`y` is declared but never read.' }),
    ],
    checks: [
      sampleCheck({ title: '`dz2` is `(p - onehot(y)) / B`', score: 4, maxScore: 4 }),
      sampleCheck({ title: '`dW2` is `a1.T @ dz2`' }),
      failedCheck(),
      failedCheck({
        title: '`db1` is the sum of `dz1` over the batch',
        score: 1.25,
        message: '`db1` is 0.0125, expected 0.1 (7 of 7 entries differ).',
        hint: 'A bias reaches every example, so its gradient is a sum.',
        misconception: 'bias-gradient-averaged',
        evidence: {
          where: 'db1[4]',
          expected: 0.1,
          got: 0.0125,
          differing: [7, 7],
          heatMap: sampleHeatMap(1, 7),
        },
      }),
      sampleCheck({
        title: 'The inputs stay as they were',
        status: 'failed',
        score: 0,
        message: '`p.div` changed `p`: clone it first.',
        hint: '`p.clone().div(B)` leaves `p` alone.',
      }),
    ],
    output: 'batch 0: loss 1.0986\nbatch 1: loss NaN\n\tdz2 Matrix { 8 x 3 }\n',
  });
}

function train(): ExerciseResult {
  return sampleExercise({
    id: '03-train',
    title: 'Training, end to end',
    status: 'failed',
    score: 8,
    maxScore: 14,
    checks: [
      sampleCheck({ title: '`initParams` draws He weights and zero biases' }),
      sampleCheck({ title: '`sgdStep` moves against the gradient' }),
      sampleCheck({ title: '`miniBatches` meets every index once' }),
      sampleCheck({ title: 'Row order is shuffled without bias' }),
      sampleCheck({
        title: '`train` reaches a loss of 0.05',
        status: 'timed-out',
        score: 0,
        maxScore: 4,
        message: '`train` was stopped after 120 s at step 1214 of 2000.',
        hint: 'A training step should touch one mini-batch, not the whole set.',
      }),
      sampleCheck({
        title: '`train` reaches an accuracy of 0.98',
        status: 'skipped',
        score: 0,
        message: 'Not run: `train` did not end.',
      }),
    ],
    figures: [sampleLines()],
    output: Array.from(
      { length: 60 },
      (_, step) => `step ${step * 20}  loss ${(1.1 / (1 + step)).toFixed(4)}`,
    ).join('\n'),
  });
}

function threeLayer(): ExerciseResult {
  return sampleExercise({
    id: '04-three-layer',
    title: 'Three layers',
    status: 'errored',
    score: 4,
    maxScore: 14,
    message: 'The reference could not be reached: the device went away.',
    checks: [
      sampleCheck({ title: '`forward` returns five arrays', score: 4, maxScore: 4 }),
      sampleCheck({
        title: '`dW3` is `a2.T @ dz3`',
        status: 'errored',
        score: 0,
        message: 'wasm backend: out of memory',
      }),
    ],
  });
}

function tanh(): ExerciseResult {
  return sampleExercise({
    id: '05-tanh',
    title: 'Tanh in place of ReLU, by hand and by `tf.grads`',
    status: 'failed',
    score: 0,
    maxScore: 10,
    message: 'The file does not parse, so none of its checks could run.',
    diagnostics: [
      sampleWarning({
        file: '05-tanh.ts',
        line: 31,
        column: 14,
        severity: 'error',
        message: 'Expected `)` but found `;`',
      }),
    ],
    checks: [],
  });
}

function mnist(): ExerciseResult {
  return sampleExercise({
    id: '06-mnist',
    title: 'Handwritten digits',
    status: 'failed',
    score: 4,
    maxScore: 6,
    figures: [sampleGrid(), sampleImages()],
    checks: [
      sampleCheck({ title: 'The pixels are scaled', score: 4, maxScore: 4 }),
      failedCheck({
        title: '`W1` lies one plain step from where it was',
        hint: null,
        misconception: null,
        message: '`W1[391, 12]` is not a number.',
        evidence: {
          where: 'W1[391, 12]',
          expected: 0.01831247,
          got: 'NaN',
          relativeError: 3.1e-8,
          heatMap: digits(),
        },
      }),
    ],
  });
}

function digits() {
  const [rows, columns] = [784, 16];
  const levels = Array.from({ length: rows * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const distance = Math.hypot((row - 390) / 13, column - 8);
    return distance < 3 ? 5 : Math.max(0, 4 - Math.floor(distance / 5));
  });
  return { ...sampleHeatMap(rows, columns), tensor: 'W1', levels };
}

function activations(): ExerciseResult {
  return sampleExercise({
    id: '09-activations',
    title: 'A cast of activations',
    score: 12,
    maxScore: 12,
    bonus: true,
  });
}

function ports(): ExerciseResult {
  return sampleExercise({
    id: '10-ports',
    title: 'The same network in other libraries',
    score: 0,
    maxScore: 6,
    bonus: true,
    status: 'not-started',
    checks: [
      sampleCheck({ title: 'The port to TensorFlow.js agrees', status: 'skipped', score: 0, maxScore: 3 }),
      sampleCheck({ title: 'The port to jax-js agrees', status: 'skipped', score: 0, maxScore: 3 }),
    ],
  });
}
