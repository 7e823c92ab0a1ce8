// The lesson's comparison: how fast a student's tanh network learns, beside the reference's with relu, on the same batches.

import { BLOBS, drawClusters, type Labelled } from '../../reference/datasets/clusters.ts';
import { lossAndGrads, named, type Params } from '../../reference/float64/mlp.ts';
import { crossEntropy } from '../../reference/float64/softmax.ts';
import { evaluate, rowsAt } from '../../reference/float64/training.ts';
import { stepped } from '../../reference/float64/descent.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { map, matrix, vector } from '../../reference/ndarray.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';
import type { Figure } from '../../harness/result.ts';
import { show } from './compare.ts';
import { lineFigure } from './figures.ts';
import { drawInit } from './initCheck.ts';
import { ownGradients, ownPass } from './ownNetwork.ts';
import { integer, normal, stream, type Rng } from './random.ts';
import type { Student } from './student.ts';

const EXAMPLES = 300;
const DIMS = [4, 16, 3];
/** Every step is two calls of the student: by this one the curves have shown what they show. */
const STEPS = 100;
const BATCH = 32;
const RATE = 0.05;
/** The loss on all examples is taken once in so many steps. */
const INTERVAL = 4; // steps

/** Two losses on all examples at one step. */
interface Point {
  step: number;
  relu: number;
  tanh: number;
}

/** One network in training: what it makes of a batch, and of all examples. */
interface Runner {
  params: Params;
  gradients: (batch: Labelled, params: Params) => Promise<Tensors>;
  loss: (params: Params) => Promise<number>;
}

/** Trains both and draws their losses. Rejects with StudentFault where the student's code gives no arrays. */
export async function raceFigure(student: Student, seed: number): Promise<Figure> {
  const points = await race(student, stream(seed, 'relu against tanh'));
  const x = points.map(({ step }) => step);
  return lineFigure(
    {
      title: 'relu against tanh',
      caption: caption(points),
      xLabel: 'step',
      yLabel: 'loss on all examples',
      isLogarithmic: true,
    },
    [
      { name: 'relu (reference)', x, y: points.map(({ relu }) => relu) },
      { name: 'tanh (yours)', x, y: points.map(({ tanh }) => tanh) },
    ],
  );
}

/** Which was ahead when, in numbers. */
export function caption(points: readonly Point[]): string {
  const last = points.at(-1);
  const first = points[0];
  if (!first || !last) return '';
  const spans = leads(points).map(({ leader, from, to }) => {
    if (to === last.step) return `${leader} from step ${from} to the end`;
    return to === from ? `${leader} at step ${from}` : `${leader} from step ${from} to ${to}`;
  });
  return (
    `The loss on all ${EXAMPLES} examples, both on the same batches of ${BATCH} with lr ${RATE}. ` +
    `Before the first step it is ${show3(first.relu)} with relu and ${show3(first.tanh)} with tanh, ` +
    `after ${last.step} steps ${show3(last.relu)} and ${show3(last.tanh)}. Ahead: ${spans.join(', ')}. ` +
    'One run of a small network; in deep ones tanh falls behind, since its slope is never above 1.'
  );
}

async function race(student: Student, rng: Rng): Promise<Point[]> {
  const data = drawClusters(BLOBS, EXAMPLES, () => normal(rng));
  const runners = [reluRunner(data, rng), await tanhRunner(student, data, integer(rng, 0, 2 ** 32 - 1))];
  const points: Point[] = [];
  for (let step = 0; step <= STEPS; step++) {
    if (step % INTERVAL === 0) {
      const [relu = Number.NaN, tanh = Number.NaN] = [
        await runners[0]?.loss(runners[0].params),
        await runners[1]?.loss(runners[1].params),
      ];
      points.push({ step, relu, tanh });
    }
    const batch = rowsAt(
      data,
      Array.from({ length: BATCH }, () => integer(rng, 0, EXAMPLES - 1)),
    );
    for (const runner of runners) {
      const { params } = runner;
      runner.params = stepped({ params, grads: await runner.gradients(batch, params), lr: RATE });
    }
  }
  return points;
}

/** He, as fits relu. */
function reluRunner(data: Labelled, rng: Rng): Runner {
  const params: Params = {};
  DIMS.slice(1).forEach((fanOut, index) => {
    const fanIn = DIMS[index] ?? 1;
    params[`W${index + 1}`] = map(matrix(fanIn, fanOut), () => normal(rng) * Math.sqrt(2 / fanIn));
    params[`b${index + 1}`] = vector(new Float64Array(fanOut));
  });
  return {
    params,
    gradients: ({ X, y }, at) => Promise.resolve(lossAndGrads('relu', X, y, at).grads),
    loss: (at) => Promise.resolve(evaluate('relu', data, at).loss),
  };
}

async function tanhRunner(student: Student, data: Labelled, seed: number): Promise<Runner> {
  const { params, flaw } = await drawInit(student, seed, DIMS);
  if (params === null) throw new StudentFault('threw', flaw ?? 'no parameters');
  return {
    params,
    gradients: async ({ X, y }, at) =>
      ownGradients(student, { X, y, params: at }, await ownPass(student, X, at)),
    loss: async (at) => crossEntropy(named(await ownPass(student, data.X, at), 'z2'), data.y),
  };
}

interface Lead {
  leader: 'relu' | 'tanh';
  from: number;
  to: number;
}

/** Who has the smaller loss, span by span. */
function leads(points: readonly Point[]): Lead[] {
  const spans: Lead[] = [];
  for (const { step, relu, tanh } of points) {
    const leader = relu < tanh ? 'relu' : 'tanh';
    const current = spans.at(-1);
    if (current?.leader === leader) current.to = step;
    else spans.push({ leader, from: step, to: step });
  }
  return spans;
}

/** Three digits are enough to say who is ahead. */
function show3(value: number): string {
  return show(Number(value.toPrecision(3)));
}
