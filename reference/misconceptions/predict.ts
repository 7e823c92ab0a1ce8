// The logits behind the labels that `predict` gives with one mistake in it.

import type { Digits } from '../datasets/mnist.ts';
import { addRow, matmul } from '../float64/matmul.ts';
import { named, type Params } from '../float64/mlp.ts';
import { logitsOfPixels } from '../float64/pixels.ts';
import { map, matrix, scale, type NdArray } from '../ndarray.ts';

export interface PredictInput {
  digits: Digits;
  weights: Params;
}

/** Logits by the mistake's id; several ways share an id. */
export const predictMistakes: [id: string, logits: (input: PredictInput) => NdArray][] = [
  ['pixels-not-scaled', ({ digits, weights }) => logitsOfPixels(digits, weights, 1)],
  ['bias-omitted', withoutBiases('b1')],
  ['bias-omitted', withoutBiases('b2')],
  ['bias-omitted', withoutBiases('b1', 'b2')],
  ['activation-missing', linearLogits],
];

function withoutBiases(...names: string[]): (input: PredictInput) => NdArray {
  return ({ digits, weights }) => {
    const zeros = names.map((name): [string, NdArray] => [name, map(named(weights, name), () => 0)]);
    return logitsOfPixels(digits, { ...weights, ...Object.fromEntries(zeros) });
  };
}

/** (X W1 + b1) W2 + b2: (B, 784) -> (B, 10). */
function linearLogits({ digits: { images, count }, weights }: PredictInput): NdArray {
  const X = scale(matrix(count, images.length / count, images), 1 / 255);
  const z1 = addRow(matmul(X, named(weights, 'W1')), named(weights, 'b1'));
  return addRow(matmul(z1, named(weights, 'W2')), named(weights, 'b2'));
}
