// Curves of the lesson's toy network, 4 -> 16 -> 3 on three Gaussian blobs with random centres, under the changes that
// its exercise 1 asks for; and what becomes of the variance through thirty linear layers.

import { stepped } from '../float64/descent.ts';
import { crossEntropy } from '../float64/softmax.ts';
import { matmul } from '../float64/matmul.ts';
import { forward, lossAndGrads, named, type Params } from '../float64/mlp.ts';
import { matrix, vector, type NdArray } from '../ndarray.ts';
import { line, type Curve, type Line } from './curve.ts';
import { normal, normals, seeded, shuffled, type Rng } from './draws.ts';

const EXAMPLES = 1024;
const FEATURES = 4;
const CLASSES = 3;
const BATCH = 32;
/** The lesson draws its centres three times as far out as unit variance would have them. */
const CENTRE_SCALE = 3;
const STEPS = 2000;
/** Steps between two looks at the whole set. */
const EVERY = 25;
/** First losses are scattered: so many seeds show how. */
const MANY_SEEDS = 200;
const FEW_SEEDS = [1, 2, 3];
/** One hidden unit ends anywhere: more seeds show that. */
const MORE_SEEDS = [1, 2, 3, 4, 5, 6];

type Init = 'he' | 'plain' | 'zero';

interface Recipe {
  lr?: number;
  hidden?: number;
  init?: Init;
  steps?: number;
}

/** Curves beside the predictions of exercise 08. */
export function blobCurves(): Record<string, Curve> {
  const lines = (seeds: number[], recipe: Recipe, of: 'loss' | 'accuracy') =>
    seeds.map((seed) => runLine(`seed ${seed}`, seed, recipe, of));
  return {
    'first-loss': firstLosses(),
    'lr-5': curve('loss, all data', true, [
      ...FEW_SEEDS.map((seed) => runLine(`lr = 5, seed ${seed}`, seed, { lr: 5 }, 'loss')),
      runLine('lr = 0.05, seed 1', 1, {}, 'loss'),
    ]),
    'lr-1e-5': curve('loss, all data', false, lines(FEW_SEEDS, { lr: 1e-5 }, 'loss')),
    'hidden-1': curve('accuracy, all data', false, lines(MORE_SEEDS, { hidden: 1 }, 'accuracy')),
    'plain-randn': curve('loss, all data', true, [
      ...FEW_SEEDS.map((seed) => runLine(`plain, seed ${seed}`, seed, { init: 'plain' }, 'loss')),
      ...FEW_SEEDS.map((seed) => runLine(`He, seed ${seed}`, seed, {}, 'loss')),
    ]),
    stuck: curve('loss, all data', false, [
      runLine('all weights 0', 1, { init: 'zero', steps: 500 }, 'loss'),
      runLine('lr = 1e-9, He', 1, { lr: 1e-9, steps: 500 }, 'loss'),
    ]),
  };
}

const LAYERS = 30;
const WIDTH = 256;

/** The mean square of the activations after each of 30 linear layers, for three scales of the weights. */
export function varianceCurve(): Curve {
  const scales = [2, 0.5, 1];
  const series = scales.map((scale) => {
    const rng = seeded(30);
    let a: NdArray = { shape: [BATCH, WIDTH], data: normals(rng, BATCH * WIDTH, 1) };
    const variances = [meanSquare(a)];
    for (let layer = 1; layer <= LAYERS; layer++) {
      const data = normals(rng, WIDTH * WIDTH, Math.sqrt(scale / WIDTH));
      a = matmul(a, matrix(WIDTH, WIDTH, data)); // (B, n) @ (n, n)
      variances.push(meanSquare(a));
    }
    return line(`σ² n = ${scale}`, [...variances.keys()], variances);
  });
  return { xLabel: 'layer', yLabel: 'variance of the activations', isLogarithmic: true, series };
}

function curve(yLabel: string, isLogarithmic: boolean, series: Line[]): Curve {
  return { xLabel: 'step', yLabel, isLogarithmic, series };
}

/** The first mini-batch losses of many seeds, from the smallest to the largest, beside log 3. */
function firstLosses(): Curve {
  const found = Array.from({ length: MANY_SEEDS }, (_, seed) => {
    const { X, y, params } = begin(seeded(1000 + seed), {});
    return lossAndGrads('relu', rowsAt(X, y, firstRows()).X, y.slice(0, BATCH), params).loss;
  }).toSorted((a, b) => a - b);
  const share = found.map((_, index) => (100 * (index + 0.5)) / MANY_SEEDS);
  const flat = found.map(() => Math.log(CLASSES));
  return {
    xLabel: `percent of ${MANY_SEEDS} seeds`,
    yLabel: 'loss of the first mini-batch',
    isLogarithmic: true,
    series: [line('measured', share, found), line('log 3', share, flat)],
  };
}

function firstRows(): Int32Array {
  return Int32Array.from({ length: BATCH }, (_, index) => index);
}

interface Begun {
  X: NdArray;
  y: Int32Array;
  params: Params;
}

function begin(rng: Rng, { hidden = 16, init = 'he' }: Recipe): Begun {
  const centres = normals(rng, CLASSES * FEATURES, CENTRE_SCALE);
  const y = Int32Array.from({ length: EXAMPLES }, () => Math.floor(rng() * CLASSES));
  const X = matrix(EXAMPLES, FEATURES);
  X.data.forEach((_, index) => {
    const label = y[Math.floor(index / FEATURES)] ?? 0;
    X.data[index] = normal(rng) + (centres[label * FEATURES + (index % FEATURES)] ?? 0);
  });
  const deviation = (fanIn: number) => ({ he: Math.sqrt(2 / fanIn), plain: 1, zero: 0 })[init];
  const params = {
    W1: matrix(FEATURES, hidden, normals(rng, FEATURES * hidden, deviation(FEATURES))),
    b1: vector(new Float64Array(hidden)),
    W2: matrix(hidden, CLASSES, normals(rng, hidden * CLASSES, deviation(hidden))),
    b2: vector(new Float64Array(CLASSES)),
  };
  return { X, y, params };
}

function runLine(name: string, seed: number, recipe: Recipe, of: 'loss' | 'accuracy'): Line {
  const rng = seeded(seed);
  const begun = begin(rng, recipe);
  const { X, y } = begun;
  const { lr = 0.05, steps = STEPS } = recipe;
  let { params } = begun;
  const [at, values]: [number[], number[]] = [[], []];
  for (let step = 0; step <= steps; step++) {
    if (step % EVERY === 0 || step < 4) {
      at.push(step);
      values.push(scoreOf(X, y, params)[of]);
    }
    const batch = rowsAt(X, y, shuffled(rng, EXAMPLES).subarray(0, BATCH));
    const { grads } = lossAndGrads('relu', batch.X, batch.y, params);
    params = stepped({ params, grads, lr });
  }
  return line(name, at, values);
}

function scoreOf(X: NdArray, y: Int32Array, params: Params): { loss: number; accuracy: number } {
  const logits = named(forward('relu', X, params), 'z2');
  const right = y.filter((label, i) => {
    const row = logits.data.subarray(i * CLASSES, (i + 1) * CLASSES);
    return row[label] === row.reduce((a, b) => Math.max(a, b));
  }).length;
  return { loss: crossEntropy(logits, y), accuracy: right / y.length };
}

function rowsAt(X: NdArray, y: Int32Array, indices: Int32Array): { X: NdArray; y: Int32Array } {
  const rows = matrix(indices.length, FEATURES);
  indices.forEach((from, to) =>
    rows.data.set(X.data.subarray(from * FEATURES, (from + 1) * FEATURES), to * FEATURES),
  );
  return { X: rows, y: Int32Array.from(indices, (index) => y[index] ?? 0) };
}

function meanSquare({ data }: NdArray): number {
  return data.reduce((sum, value) => sum + value * value, 0) / data.length;
}
