// Mistakes of one step of gradient descent, theta - lr dtheta.

import { zip } from '../ndarray.ts';
import { named, type Params } from '../float64/mlp.ts';
import { ways, type Mistake, type Tensors } from './mistake.ts';

export interface UpdateInput {
  params: Params;
  /** dW1 db1 ..., one for each parameter. */
  grads: Tensors;
  lr: number;
}

/** `theta - lr factor(name) dtheta` for every parameter; the right step has a factor of 1. */
export function stepped(
  { params, grads, lr }: UpdateInput,
  factor: (name: string) => number = () => 1,
): Params {
  const moved = Object.entries(params).map(([name, theta]) => {
    const by = lr * factor(name);
    return [name, zip(theta, named(grads, `d${name}`), (value, slope) => value - by * slope)];
  });
  return Object.fromEntries(moved) as Params;
}

/** Mistakes of an update, whatever the gradients are made by. */
export const updateMistakes: Mistake<UpdateInput>[] = [
  ...ways<UpdateInput>('update-sign', [(input) => stepped(input, () => -1)]),
  ...ways<UpdateInput>('update-lost', [(input) => stepped(input, () => 0)]),
  ...ways<UpdateInput>('update-skips-biases', [
    (input) => stepped(input, (name) => (name.startsWith('b') ? 0 : 1)),
  ]),
];
