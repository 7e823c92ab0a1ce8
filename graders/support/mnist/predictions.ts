// `predict` on weights of the grader's own: the labels have to be those of the reference's forward pass.

import { StudentFault, type Argument } from '../../../harness/sandbox/host.ts';
import type { Job, Script } from '../../../harness/job.ts';
import { CLASSES, part, PIXELS, readMnist } from '../../../reference/datasets/mnist.ts';
import { logitsOfPixels } from '../../../reference/float64/pixels.ts';
import { predictMistakes, type PredictInput } from '../../../reference/misconceptions/predict.ts';
import { at, columnsOf, largest, map, matrix, vector, type NdArray } from '../../../reference/ndarray.ts';
import { CheckFailure } from '../failure.ts';
import { callFaultInWords, isAbsent } from '../faults.ts';
import { normal, stream, type Rng } from '../random.ts';
import { readTensor } from '../read.ts';
import { soleName } from '../soleName.ts';
import type { Student } from '../student.ts';
import { largestOf } from './scores.ts';
import { bytesOf, dimmed } from './sets.ts';

/**
 * Sizes that no code expects, and one picture alone. `scale` is the deviation of W1 beside biases of 1: where it is small,
 * pixels up to 255 and no biases at all give different labels, too.
 */
const CASES: PredictCase[] = [
  { count: 60, hidden: 7, scale: 0.1 },
  { count: 1, hidden: 7, scale: 0.1 },
  { count: 200, hidden: 300, scale: 0.005 },
  { count: 50, hidden: 9, scale: 0.1, isDim: true, says: 'at half their brightness' },
  { count: 50, hidden: 9, scale: 0.1, raised: -100, says: 'whose logits are all far below 0' },
  { count: 50, hidden: 9, scale: 0.1, gain: 1000, says: 'whose logits lie thousands apart' },
];
interface PredictCase {
  count: number;
  hidden: number;
  scale: number;
  /** Whether no pixel is 255. */
  isDim?: boolean;
  /** What all logits are raised by. */
  raised?: number;
  /** What W2 is multiplied by. */
  gain?: number;
  /** What is odd about the pictures, in words. */
  says?: string;
}

/** A label is asked for only where the best logit leads by this share of the largest: float32 is off by 1e-6. */
const CLEAR_LEAD = 1e-3;

/** What `predict` made of one case. */
export interface Prediction extends PredictInput {
  words: string;
  labels: Float64Array | null;
  flaw: string | null;
  fault: StudentFault | null;
}

/** Calls `predict` on every case; `when` says in words what came before. */
export async function predictAll(student: Student, job: Job, when: string): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  for (const [index, each] of CASES.entries()) {
    const { count, hidden, isDim = false, says } = each;
    const shown = part(readMnist().validation, 100 * index, count);
    const digits = isDim ? dimmed(shown) : shown;
    const weights = drawWeights(stream(job.seed, `${job.exercise}: predict ${when} ${index}`), each);
    const pictures = `${count} ${count === 1 ? 'picture' : 'pictures'}${says === undefined ? '' : ` ${says},`}`;
    const words = `${pictures} and weights with ${hidden} hidden units, ${when}`;
    predictions.push({ ...(await predictOne(student, { digits, weights })), words });
  }
  return predictions;
}

/** Fails with the first case whose labels are not the reference's. */
export function judgePredictions(predictions: readonly Prediction[], script: Script): void {
  for (const prediction of predictions) {
    const { fault, flaw, labels, words } = prediction;
    const said = fault ? callFaultInWords(fault, 'predict', script) : '';
    if (fault && isAbsent(fault)) throw new CheckFailure(said);
    if (fault)
      throw new CheckFailure(`${said} Seen on ${words}.`, {
        timedOut: fault.kind === 'timed-out',
      });
    if (flaw !== null || !labels) throw new CheckFailure(`${flaw} Seen on ${words}.`);
    const logits = logitsOfPixels(prediction.digits, prediction.weights);
    const wrong = differing(labels, logits);
    if (wrong.length === 0) continue;
    const [first = 0] = wrong;
    throw new CheckFailure(
      `predict() gives ${labels[first]} for picture ${first}, expected ${largestOf(logits)[first]}: ${wrong.length} of ${labels.length} labels differ from the largest logit of relu(pixels / 255 @ W1 + b1) @ W2 + b2 with the weights it was given. Seen on ${words}.`,
      {
        misconception: nameOf(predictions),
        evidence: { where: `labels[${first}]`, differing: [wrong.length, labels.length], input: words },
      },
    );
  }
}

async function predictOne(student: Student, input: PredictInput): Promise<Omit<Prediction, 'words'>> {
  const { digits, weights } = input;
  const given: Record<string, Argument> = {
    images: bytesOf(digits.images),
    count: digits.count,
    weights: Object.fromEntries(
      Object.entries(weights).map(([name, { data }]): [string, Argument] => [
        name,
        { kind: 'typed', type: 'Float32Array', numbers: data },
      ]),
    ),
  };
  try {
    const { value } = await student.call('predict', given, { read: null });
    const labels = readTensor('predict()', value, [digits.count]);
    if (typeof labels === 'string') return { ...input, labels: null, flaw: labels, fault: null };
    const { length } = labels.data;
    const flaw =
      length === digits.count ? null : `predict() returned ${length} labels, expected ${digits.count}.`;
    return { ...input, labels: labels.data, flaw, fault: null };
  } catch (error) {
    if (!(error instanceof StudentFault) || error === student.failedToLoad) throw error;
    return { ...input, labels: null, flaw: null, fault: error };
  }
}

/** Weights with biases that count, as float32 holds them. */
function drawWeights(
  rng: Rng,
  { hidden, scale, raised = 0, gain = 1 }: PredictCase,
): Record<string, NdArray> {
  const draw = (array: NdArray, deviation: number, mean = 0) =>
    map(array, () => Math.fround(mean + deviation * normal(rng)));
  return {
    W1: draw(matrix(PIXELS, hidden), scale),
    b1: draw(vector(new Float64Array(hidden)), 1),
    W2: draw(matrix(hidden, CLASSES), gain / Math.sqrt(hidden)),
    b2: draw(vector(new Float64Array(CLASSES)), 0.5, raised),
  };
}

/** The places of labels that are not the largest logit's, where that one leads clearly. */
function differing(labels: Float64Array, logits: NdArray): number[] {
  const best = largestOf(logits);
  const lead = CLEAR_LEAD * largest(logits);
  return [...labels.keys()].filter((i) => {
    const top = at(logits, i, best[i] ?? 0);
    const isTie = Array.from({ length: columnsOf(logits) }, (_, c) => c).some(
      (c) => c !== best[i] && top - at(logits, i, c) < lead,
    );
    return !isTie && labels[i] !== best[i];
  });
}

/** The one mistake that gives the labels of every case. */
function nameOf(predictions: readonly Prediction[]): string | null {
  return soleName(
    predictMistakes
      .filter(([, logits]) =>
        predictions.every(({ labels, ...input }) => labels && differing(labels, logits(input)).length === 0),
      )
      .map(([id]) => id),
  );
}
