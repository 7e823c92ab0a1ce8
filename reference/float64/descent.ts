// One step of gradient descent.

import { zip } from '../ndarray.ts';
import { named, type Params } from './mlp.ts';

/** A step that is to be taken. */
export interface Update {
  params: Params;
  /** dW1 db1 ..., one for each parameter. */
  grads: Params;
  lr: number;
}

/** `theta - lr factor(name) dtheta` for every parameter; a plain step has a factor of 1. */
export function stepped({ params, grads, lr }: Update, factor: (name: string) => number = () => 1): Params {
  const moved = Object.entries(params).map(([name, theta]) => {
    const by = lr * factor(name);
    return [name, zip(theta, named(grads, `d${name}`), (value, slope) => value - by * slope)];
  });
  return Object.fromEntries(moved) as Params;
}
