// Mistakes of collapsing two linear layers into one: W = W1 W2, b = b1 W2 + b2.

import { matmul } from '../float64/matmul.ts';
import { columnsOf, map, matrix, rowsOf, vector, zip, type NdArray } from '../ndarray.ts';
import { ways, type Mistake, type Outcome, type Tensors } from './mistake.ts';

export interface CollapseInput {
  W1: NdArray;
  b1: NdArray;
  W2: NdArray;
  b2: NdArray;
}

/** The one layer that two are: (in, h) @ (h, out) -> (in, out); (h) @ (h, out) + (out) -> (out). */
export function collapsed({ W1, b1, W2, b2 }: CollapseInput): { W: NdArray; b: NdArray } {
  return { W: matmul(W1, W2), b: sum(through(b1, W2), b2) };
}

type Predict = Mistake<CollapseInput>['predict'];

/** W right, b as made here; where its length is not that of b2, no right shape can come of it. */
const biasOf =
  (make: (input: CollapseInput) => NdArray): Predict =>
  (input) => {
    const b = make(input);
    return columnsOf(b) === columnsOf(input.b2) ? { ...collapsed(input), b } : 'malformed';
  };

/** W as made here, b right. */
const weightsOf =
  (make: (input: CollapseInput) => NdArray | Outcome): Predict =>
  (input) => {
    const W = make(input);
    return typeof W === 'string' ? W : { ...collapsed(input), W };
  };

const isSquare = ({ W1, W2 }: CollapseInput): boolean =>
  [columnsOf(W1), rowsOf(W2), columnsOf(W2)].every((size) => size === rowsOf(W1));

/** What two matrices of any other shapes give is no product: a shape, an exception, or rows left out. */
const ifSquare =
  (make: (input: CollapseInput) => NdArray): ((input: CollapseInput) => NdArray | Outcome) =>
  (input) => {
    return isSquare(input) ? make(input) : 'wrong';
  };

/** Every mistake of `collapse`: W and b together. */
export const collapseMistakes: Mistake<CollapseInput>[] = [
  ...ways('collapse-bias-not-carried', [
    biasOf(({ b1, b2 }) => vector(Array.from(b1.data, (bias, j) => bias + (b2.data[j] ?? Number.NaN)))),
    biasOf(({ b1, b2 }) => vector(Array.from(b2.data, (bias, j) => bias + (b1.data[j] ?? Number.NaN)))),
    biasOf(({ b2 }) => b2),
    biasOf(({ b1 }) => b1),
  ]),
  ...ways('collapse-order', [weightsOf(ifSquare(({ W1, W2 }) => matmul(W2, W1)))]),
  ...ways('collapse-elementwise', [weightsOf(ifSquare(({ W1, W2 }) => zip(W1, W2, (a, b) => a * b)))]),
  ...ways<CollapseInput>('collapse-activation-left-in', [
    (input): Tensors => collapsed({ ...input, W1: rectified(input.W1), b1: rectified(input.b1) }),
    (input): Tensors => ({ ...collapsed(input), W: matmul(rectified(input.W1), input.W2) }),
  ]),
];

function through(b: NdArray, W: NdArray): NdArray {
  return vector(matmul(matrix(1, columnsOf(b), b.data), W).data); // (1, h) @ (h, out) -> (out)
}

function sum(a: NdArray, b: NdArray): NdArray {
  return zip(a, b, (x, y) => x + y);
}

function rectified(A: NdArray): NdArray {
  return map(A, (value) => Math.max(0, value));
}
