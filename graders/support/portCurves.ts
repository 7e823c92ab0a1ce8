// Trains the blobs by hand, by TensorFlow.js and by jax-js, and draws the three curves with their times.

import { stepped } from '../../reference/float64/descent.ts';
import { named, type Params } from '../../reference/float64/mlp.ts';
import { lossAndGradients } from '../../reference/misconceptions/port.ts';
import { map, matrix, vector } from '../../reference/ndarray.ts';
import type { Script } from '../../harness/job.ts';
import type { Figure } from '../../harness/result.ts';
import { drawBatches, drawBlobs, type Batch } from './blobs.ts';
import { CheckFailure } from './failure.ts';
import { requireAnswer, tryJaxOnce } from './jaxTrials.ts';
import { normal, type Rng } from './random.ts';
import { show } from './compare.ts';
import type { Student } from './student.ts';
import { trainOnBlobs } from './tfStep.ts';
import type { TfModel } from './tfModel.ts';

const EXAMPLES = 300;
const BATCH = 32;
/** Enough for every initialisation tried. */
const STEPS = 100;
/** Of them, those that jax-js takes, at 15 ms each without jit: enough for four points of its curve. */
const JAX_STEPS = 20;
const RATE = 0.15;
/** Each point of a curve is the mean of so many losses: single batches jump. */
const SMOOTHED = 5;

interface Run {
  losses: number[];
  ms: number;
}

/** The same blobs and the same batches for all three. */
export class PortCurves {
  private readonly blobs: Batch;
  private readonly batches: Batch[];
  private readonly start: Params;
  private readonly runs = new Map<string, Run>();

  constructor(rng: Rng) {
    this.blobs = drawBlobs(rng, EXAMPLES);
    this.batches = drawBatches(rng, this.blobs, STEPS, BATCH);
    this.start = drawParams(rng);
  }

  /** Trains a student's model of TensorFlow.js. Fails where it does not learn. */
  async trainTf(model: TfModel): Promise<void> {
    const started = performance.now();
    const losses = await trainOnBlobs(model, this.blobs, this.batches, RATE);
    this.runs.set('TensorFlow.js', { losses, ms: performance.now() - started });
  }

  /** Trains by a student's jaxLossAndGrad. Fails where the loss leaves that of the float64 reference. */
  async trainJax(student: Student, script: Script): Promise<void> {
    const started = performance.now();
    const losses: number[] = [];
    let params = this.start;
    for (const batch of this.batches.slice(0, JAX_STEPS)) {
      const trial = await tryJaxOnce(student, { ...batch, params, words: 'a step of training' });
      await requireAnswer(trial, script);
      const { got } = trial;
      if (!got || Object.keys(trial.flaws).length > 0)
        throw new CheckFailure(`After ${losses.length} steps no gradients came.`);
      losses.push(got.loss?.data[0] ?? Number.NaN);
      params = stepped({ params, grads: got, lr: RATE });
    }
    this.runs.set('jax-js', { losses, ms: performance.now() - started });
    this.judgeJax([...losses, this.lossOf(params)]);
  }

  /** The curves there are; null where there is none of a student's. */
  figure(): Figure | null {
    if (this.runs.size === 0) return null;
    const all = new Map([['by hand', this.trainByHand(STEPS)], ...this.runs]);
    const times = [...all].map(([name, { losses, ms }]) => `${name} ${(ms / losses.length).toFixed(1)} ms`);
    return {
      kind: 'lines',
      title: 'One network, three ways',
      caption:
        `Training on the blobs, a step takes: ${times.join(', ')}. The two libraries compute in float32 and cross into ` +
        `the sandbox and back at every step. By hand and jax-js start from the same weights; jax-js takes ${JAX_STEPS} of the ${STEPS} steps.`,
      xLabel: 'step',
      yLabel: 'loss',
      isLogarithmic: true,
      series: [...all].map(([name, { losses }]) => ({ name, ...smoothed(losses) })),
    };
  }

  /** Fails where a loss leaves that by hand: those of the steps, and last, after them, that of all blobs. */
  private judgeJax(losses: readonly number[]): void {
    const { losses: steps, params } = this.trainByHand(JAX_STEPS);
    const byHand = [...steps, this.lossOf(params)];
    const isAside = (loss: number, want: number) => !(Math.abs(loss - want) <= DRIFT * Math.max(1, want));
    const apart = losses.findIndex((loss, step) => isAside(loss, byHand[step] ?? Number.NaN));
    if (apart < 0) return;
    throw new CheckFailure(
      `Trained with these gradients, the loss ${apart < JAX_STEPS ? `at step ${apart}` : `after ${JAX_STEPS} steps`} is ` +
        `${show(losses[apart] ?? Number.NaN)}; by hand it is ${show(byHand[apart] ?? Number.NaN)}.`,
    );
  }

  /** The mean loss of all blobs, in float64. */
  private lossOf(params: Params): number {
    return named(lossAndGradients({ ...this.blobs, params }), 'loss').data[0] ?? Number.NaN;
  }

  private trainByHand(steps: number): Run & { params: Params } {
    const started = performance.now();
    const losses: number[] = [];
    let params = this.start;
    for (const batch of this.batches.slice(0, steps)) {
      const { loss, ...grads } = lossAndGradients({ ...batch, params });
      losses.push(loss?.data[0] ?? Number.NaN);
      params = stepped({ params, grads, lr: RATE });
    }
    return { losses, params, ms: performance.now() - started };
  }
}

/** How far float32 drifts from float64 in these steps, with room: 1e-5 was measured. */
const DRIFT = 1e-3;

/** He-scaled weights and zero biases, 4-16-3. */
function drawParams(rng: Rng): Params {
  const weights = (rows: number, columns: number) =>
    map(matrix(rows, columns), () => Math.fround(normal(rng) * Math.sqrt(2 / rows)));
  return {
    W1: weights(4, 16),
    b1: vector(new Float64Array(16)),
    W2: weights(16, 3),
    b2: vector(new Float64Array(3)),
  };
}

/** Means over SMOOTHED steps, at the middle of each. */
function smoothed(losses: readonly number[]): { x: number[]; y: (number | null)[] } {
  const count = Math.floor(losses.length / SMOOTHED);
  const means = Array.from({ length: count }, (_, i) => {
    const part = losses.slice(i * SMOOTHED, (i + 1) * SMOOTHED);
    return part.reduce((sum, loss) => sum + loss, 0) / SMOOTHED;
  });
  return {
    x: means.map((_, i) => (i + 0.5) * SMOOTHED),
    y: means.map((mean) => (mean > 0 && Number.isFinite(mean) ? Number(mean.toPrecision(4)) : null)),
  };
}
