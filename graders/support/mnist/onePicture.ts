// Gradients where every row of a batch is the same picture, in float64.

import { PIXELS, type Digits } from '../../../reference/datasets/mnist.ts';
import { lossAndGrads, type Params } from '../../../reference/float64/mlp.ts';
import { matrix, type NdArray } from '../../../reference/ndarray.ts';

const WHITE = 255;

/** dW1 db1 dW2 db2 on a set of copies of one picture: a mean over any number of them is that of one. */
export function gradsOnCopies({ images, labels }: Digits, params: Params): Record<string, NdArray> {
  const ink = Array.from(images.subarray(0, PIXELS), (pixel) => pixel / WHITE);
  return lossAndGrads('relu', matrix(1, PIXELS, ink), Int32Array.from(labels.subarray(0, 1)), params).grads;
}
