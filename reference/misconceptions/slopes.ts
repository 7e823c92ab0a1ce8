// Mistakes between da and dz: what stands there instead of the activation's derivative.

import type { Nonlinear, Slope } from './chain.ts';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const squared = (value: number) => value * value;

/** A wrong derivative and the mistake it is. */
type WrongSlope = [id: string, slope: Slope];

const BOTH: WrongSlope[] = [
  ['activation-mask-missing', (up) => up],
  ['activation-value-as-mask', (up, { a }) => up * a],
];

/** Every wrong derivative that is known of an activation. */
export const wrongSlopes: Record<Nonlinear, WrongSlope[]> = {
  relu: [
    ...BOTH,
    ['activation-mask-inverted', (up, { z }) => (z < 0 ? up : 0)],
    ['activation-of-gradient', (up) => Math.max(0, up)],
  ],
  tanh: [
    ...BOTH,
    ['activation-of-gradient', (up) => Math.tanh(up)],
    ['activation-of-gradient', (up) => up * (1 - squared(Math.tanh(up)))],
    ['activation-of-gradient', (up) => 1 - squared(Math.tanh(up))],
    ['tanh-relu-mask', (up, { z }) => (z > 0 ? up : 0)],
    ['tanh-derivative-not-squared', (up, { a }) => up * (1 - a)],
    ['tanh-derivative-not-squared', (up, { a }) => up * (1 - Math.abs(a))],
    ['tanh-derivative-not-squared', (up, { z }) => up / Math.cosh(z)],
    ['tanh-derivative-of-z', (up, { z }) => up * (1 - squared(z))],
    ['tanh-applied-twice', (up, { a }) => up * (1 - squared(Math.tanh(a)))],
    ['sigmoid-derivative', (up, { a }) => up * a * (1 - a)],
    ['sigmoid-derivative', (up, { z }) => up * sigmoid(z) * (1 - sigmoid(z))],
    ['sigmoid-derivative', (up, { a }) => up * sigmoid(a) * (1 - sigmoid(a))],
    ['tanh-derivative-sign', (up, { a }) => up * squared(a)],
    ['tanh-derivative-sign', (up, { a }) => up * (squared(a) - 1)],
    ['tanh-derivative-sign', (up, { a }) => up * (1 + squared(a))],
  ],
};
