// The labels of a batch: which classes are in it, and how often.

import { integer, type Rng } from './random.ts';

export type Labels = (rng: Rng, sizes: { B: number; C: number }) => number[];

/** Labels that hold every class where there is room, in no order. */
export const anyLabels: Labels = (rng, { B, C }) => {
  const labels = Array.from({ length: B }, (_, i) => (i < C ? i : integer(rng, 0, C - 1)));
  return shuffled(rng, labels);
};

/** All classes but one. */
export const without =
  (missing: (C: number) => number): Labels =>
  (rng, { C, ...rest }) =>
    anyLabels(rng, { ...rest, C: C - 1 }).map((label) => (label >= missing(C) ? label + 1 : label));

/** One class in most rows, the others once. */
export const unbalanced: Labels = (rng, { B, C }) => {
  const common = integer(rng, 0, C - 1);
  return shuffled(
    rng,
    Array.from({ length: B }, (_, i) => (i < C ? i : common)),
  );
};

/** Whatever there is, but for a second example of the first one's class. */
export const firstTwoAlike: Labels = (rng, sizes) => {
  const [first = 0, , ...others] = anyLabels(rng, sizes);
  return [first, first, ...others];
};

function shuffled(rng: Rng, items: number[]): number[] {
  const order = items.map((item) => ({ item, at: rng() }));
  return order.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
}
