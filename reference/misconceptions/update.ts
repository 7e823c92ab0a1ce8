// Mistakes of one step of gradient descent, theta - lr dtheta.

import { stepped, type Update } from '../float64/descent.ts';
import { ways, type Mistake } from './mistake.ts';

/** Mistakes of an update, whatever the gradients are made by. */
export const updateMistakes: Mistake<Update>[] = [
  ...ways<Update>('update-sign', [(input) => stepped(input, () => -1)]),
  ...ways<Update>('update-lost', [(input) => stepped(input, () => 0)]),
  ...ways<Update>('update-skips-biases', [
    (input) => stepped(input, (name) => (name.startsWith('b') ? 0 : 1)),
  ]),
];
