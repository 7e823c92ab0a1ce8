// The forward pass, layer by layer.
import type { Matrix } from 'ml-matrix';
import { linear, relu } from './layers.ts';

export { linear, relu } from './layers.ts';
export { softmax } from './loss.ts';
export type { Params } from './params';

import type { Params } from './params';

export function forward(X: Matrix, params: Params) {
  const z1 = linear(X, params.W1, params.b1);
  const a1 = relu(z1);
  const z2 = linear(a1, params.W2, params.b2);
  return { z1, a1, z2 };
}
