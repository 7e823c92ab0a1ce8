// 01 Forward pass. Lesson: "The Neuron", "Activations", "The Forward Pass" and "The Loss".
//
// Fill in each TODO, then run:  npm run grade -- 01
//
// B examples go through the network at once, one in each row. Matrices are ml-matrix's Matrix (float64, rows x columns),
// biases are plain arrays of numbers, labels an Int32Array.
//
// ml-matrix in short. New result: A.mmul(B), Matrix.add(A, B), Matrix.sub(A, B), A.transpose(), A.clone().
// Changes A itself and returns it: A.add(B), A.sub(B), A.mul(s), A.div(s), A.exp(), A.addRowVector(b).
// A function here must not change what it was given: clone first where the method works in place.

import { Matrix } from 'ml-matrix';

export interface Params {
  W1: Matrix; // (in, h)
  b1: number[]; // (h)
  W2: Matrix; // (h, out)
  b2: number[]; // (out)
}

/** A linear layer, X W + b. mmul does not check the inner sizes: compare X.columns and W.rows yourself when in doubt. */
export function linear(X: Matrix, W: Matrix, b: number[]): Matrix {
  // (B, in) @ (in, out) + (out) -> (B, out)
  // TODO
  throw new Error('TODO: linear');
}

/** max(0, z), entry by entry. Matrix.max wants two matrices: Matrix.max(z, 0) throws. */
export function relu(z: Matrix): Matrix {
  // (B, h) -> (B, h)
  // TODO
  throw new Error('TODO: relu');
}

/** exp of every entry, divided by the sum of its row. Safe for logits of 1e4: exp(1e4) overflows, so what must go first? */
export function softmax(z: Matrix): Matrix {
  // (B, out) -> (B, out), every row sums to 1
  // TODO
  throw new Error('TODO: softmax');
}

/** The mean over the batch of -log p[i, y[i]], from raw logits. Int32Array.map would cut each term to a whole number. */
export function crossEntropy(logits: Matrix, y: Int32Array): number {
  // (B, out), (B) -> one number
  // TODO
  throw new Error('TODO: crossEntropy');
}

/** Linear, relu, linear. z1 and a1 are kept because the backward pass needs them; z2 are the logits, not yet softmaxed. */
export function forward(X: Matrix, params: Params): { z1: Matrix; a1: Matrix; z2: Matrix } {
  // z1 = X W1 + b1, a1 = relu(z1), z2 = a1 W2 + b2: X (B, in) -> z1 (B, h) -> a1 (B, h) -> z2 (B, out)
  // TODO
  throw new Error('TODO: forward');
}
