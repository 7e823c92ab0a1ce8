// Every mistake the graders can name, beside the right numbers, on the inputs they try.

import { drawDeepCases } from '../../graders/support/deepCases.ts';
import { drawCases, extremeLogits, layerOf } from '../../graders/support/cases.ts';
import { addRow, matmul } from '../../reference/float64/matmul.ts';
import { forward, lossAndGrads, named } from '../../reference/float64/mlp.ts';
import { softmax } from '../../reference/float64/softmax.ts';
import { backwardFamilies, backwardMistakes } from '../../reference/misconceptions/backward.ts';
import type { BackwardInput, Network } from '../../reference/misconceptions/chain.ts';
import { networkLossMistakes } from '../../reference/misconceptions/tfLoss.ts';
import {
  forwardFamilies,
  forwardMistakes,
  linearMistakes,
  reluFamilies,
  reluMistakes,
} from '../../reference/misconceptions/forward.ts';
import {
  extremeLossMistakes,
  lossMistakes,
  rightLoss,
  type Bounds,
  type LossInput,
  type LossMistake,
} from '../../reference/misconceptions/loss.ts';
import type { Mistake, MistakeFamily, Outcome, Tensors } from '../../reference/misconceptions/mistake.ts';
import { extremeSoftmaxMistakes, softmaxMistakes } from '../../reference/misconceptions/softmax.ts';
import { topGradient, topMistakes } from '../../reference/misconceptions/topGradient.ts';
import { largest, map, sameShape, scalar, type NdArray } from '../../reference/ndarray.ts';

const TWO_LAYERS: Network = { activation: 'relu', depth: 2 };

/** As close as the graders take numbers to be the same. */
const TOLERANCE = 1e-6;
/** A slope below 0 and a learning rate: one member stands for each family of mistakes. */
const FAMILY_MEMBER = 0.05;

export type Prediction = Tensors | Outcome;

/** What one mistake gives, input by input. */
export interface Predicted {
  id: string;
  given: Prediction[];
}

/** A function of the exercises: its right numbers and those of each mistake, on the same inputs. */
export interface GradedFunction {
  name: string;
  right: Tensors[];
  mistakes: Predicted[];
}

/** Everything that is named in 01 and 02, on the inputs that `seed` draws for `exercise`. */
export function functionsOn(seed: number, exercise: string): GradedFunction[] {
  const cases = drawCases(seed, exercise);
  const extremes = extremeLogits(seed, exercise).map(({ z, y }) => ({ z, y }));
  const logits = cases.map(({ pass, y }) => ({ z: named(pass.cache, 'z2'), y }));
  const hidden = cases.map(({ pass }) => ({ z: named(pass.cache, 'z1') }));
  const layers = cases.flatMap((each) => [
    { X: each.X, ...layerOf(each, 1) },
    { X: named(each.pass.cache, 'a1'), ...layerOf(each, 2) },
  ]);
  const probabilities = cases.map(({ pass, y }) => ({ p: named(pass.cache, 'p'), y }));
  const passes = cases.map(({ X, y, params, pass }) => ({ X, y, params, cache: pass.cache }));
  const softmaxes = [...softmaxMistakes, ...extremeSoftmaxMistakes];
  const losses = [...lossMistakes, ...extremeLossMistakes].map(asTensors);
  return [
    on('linear', layers, linearMistakes, ({ X, W, b }) => ({ z: addRow(matmul(X, W), b) })),
    on('relu', hidden, [...reluMistakes, ...membersOf(reluFamilies)], ({ z }) => ({ a: clipped(z) })),
    on('softmax', [...logits, ...extremes], softmaxes, ({ z }) => ({ p: softmax(z) })),
    on('crossEntropy', [...logits, ...extremes], losses, (input) => boundsOf(rightLoss(input))),
    on('softmaxCrossEntropyGrad', probabilities, topMistakes, ({ p, y }) => ({ dz2: topGradient(p, y) })),
    ...networkFunctions(TWO_LAYERS, passes),
  ];
}

/** Whether a mistake that gives `a` could be taken for one that gives `b`, where `right` is right. */
export function looksLike(a: Prediction, b: Prediction, right: Tensors): boolean {
  if (a === 'wrong') return !isRight(b, right);
  if (b === 'wrong') return !isRight(a, right);
  if (a === 'malformed' || b === 'malformed') return hasNoNumbers(a) && hasNoNumbers(b);
  return isSame(a, b);
}

/** Whether a prediction is the right numbers. */
export function isRight(given: Prediction, right: Tensors): boolean {
  return typeof given !== 'string' && isSame(given, right);
}

/** Everything that is named in 04, on the inputs that `seed` draws. */
export function deepFunctionsOn(seed: number): GradedFunction[] {
  const passes = drawDeepCases(seed, '04-three-layer').map(({ X, y, params, pass }) => ({
    ...{ X, y, params },
    cache: pass.cache,
  }));
  return networkFunctions({ activation: 'relu', depth: 3 }, passes);
}

/** Everything that is named in 05, on the inputs that `seed` draws. */
export function tanhFunctionsOn(seed: number): GradedFunction[] {
  const cases = drawCases(seed, '05-tanh', 'tanh');
  const network: Network = { activation: 'tanh', depth: 2 };
  const passes = cases.map(({ X, y, params, pass }) => ({ X, y, params, cache: pass.cache }));
  const losses = networkLossMistakes(network).map(({ id, predict }): Mistake<BackwardInput> => ({
    id,
    predict: (input) => {
      const bounds = predict(input);
      return bounds === null ? 'malformed' : { loss: scalar(bounds.high) };
    },
  }));
  return [
    ...networkFunctions(network, passes),
    on('tfLoss', passes, losses.filter(changesLogits(passes)), ({ X, y, params }) => ({
      loss: scalar(lossAndGrads('tanh', X, y, params).loss),
    })),
  ];
}

/** Mistakes of what is cached alone, such as an exchanged pair, leave the loss as it is. */
function changesLogits(passes: BackwardInput[]): (mistake: Mistake<BackwardInput>) => boolean {
  return ({ predict }) =>
    passes.some((input) => {
      const { loss } = lossAndGrads('tanh', input.X, input.y, input.params);
      return !isRight(predict(input), { loss: scalar(loss) });
    });
}

function networkFunctions(network: Network, passes: BackwardInput[]): GradedFunction[] {
  const { activation, depth } = network;
  const layers = Array.from({ length: depth }, (_, index) => index + 1);
  const cached = layers.flatMap((layer) => (layer < depth ? [`z${layer}`, `a${layer}`] : [`z${layer}`]));
  const grads = layers.flatMap((layer) => [`dW${layer}`, `db${layer}`]);
  const forwards = [...forwardMistakes(network), ...membersOf(forwardFamilies(network))];
  const backwards = [...backwardMistakes(network), ...membersOf(backwardFamilies(network))];
  return [
    on('forward', passes, forwards, ({ X, params }) => pick(forward(activation, X, params), cached)),
    on('backward', passes, backwards, ({ X, y, params }) =>
      pick(lossAndGrads(activation, X, y, params).grads, grads),
    ),
  ];
}

function on<Input>(
  name: string,
  inputs: Input[],
  mistakes: readonly Mistake<Input>[],
  right: (input: Input) => Tensors,
): GradedFunction {
  const given = mistakes.map(({ id, predict }) => ({ id, given: inputs.map((input) => predict(input)) }));
  return { name, right: inputs.map(right), mistakes: given };
}

function membersOf<Input>(families: readonly MistakeFamily<Input>[]): Mistake<Input>[] {
  return families.map(({ id, predict }) => ({ id, predict: (input) => predict(input, FAMILY_MEMBER) }));
}

function asTensors({ id, predict }: LossMistake): Mistake<LossInput> {
  return { id, predict: (input) => boundsOf(predict(input)) };
}

function boundsOf({ low, high }: Bounds): Tensors {
  return { low: scalar(low), high: scalar(high) };
}

function clipped(z: NdArray): NdArray {
  return map(z, (value) => Math.max(0, value));
}

function pick(arrays: Tensors, names: string[]): Tensors {
  return Object.fromEntries(names.map((name) => [name, named(arrays, name)]));
}

function hasNoNumbers(given: Prediction): boolean {
  return typeof given === 'string' || Object.values(given).some(({ data }) => !data.every(Number.isFinite));
}

function isSame(a: Tensors, b: Tensors): boolean {
  return Object.entries(b).every(([name, wanted]) => {
    const came = a[name];
    if (!came || !sameShape(came.shape, wanted.shape)) return false;
    const finite = wanted.data.filter(Number.isFinite);
    const most = TOLERANCE * largest({ shape: [finite.length], data: finite });
    return wanted.data.every((value, index) => {
      const other = came.data[index] ?? Number.NaN;
      return Number.isFinite(value) ? Math.abs(other - value) <= most : !Number.isFinite(other);
    });
  });
}
