// A mistake, as mathematics: what a student's numbers are when the code has just this one fault.

import type { NdArray } from '../ndarray.ts';

export type Tensors = Record<string, NdArray>;

/** One way to make the mistake `id`; several ways share an id. */
export interface Mistake<Input> {
  id: string;
  /** The numbers it gives, or what else comes of it on an input that has no room for them. */
  predict: (input: Input) => Tensors | Outcome;
}

/** `malformed`: an exception, another shape or numbers that are none; `wrong`: these, or any wrong numbers. */
export type Outcome = 'malformed' | 'wrong';

/** A mistake with an unknown in it, such as a slope: `estimate` reads the unknown off one answer, null where it shows none. */
export interface MistakeFamily<Input> {
  id: string;
  estimate: (input: Input, got: Tensors) => number | null;
  predict: (input: Input, unknown: number) => Tensors;
}

/** Mistakes under one id, from the ways to make it. */
export function ways<Input>(id: string, predictions: readonly Mistake<Input>['predict'][]): Mistake<Input>[] {
  return predictions.map((predict) => ({ id, predict }));
}
