// What of an earlier call is still in an answer: some of its inputs, or all of its gradients.

import { zip } from '../../reference/ndarray.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { isSame } from './mistakes.ts';
import type { Attempt } from './verdict.ts';

/** A function by what it computes, and by what it gives when the gradients of the call before are still in it. */
export interface Computed<Input> {
  answer: (input: Input) => Tensors;
  /** Null where it gives no gradients. By default the sum of both answers. */
  accumulated?: ((one: Attempt<Input>, two: Attempt<Input>) => Tensors) | null;
  /** The input for which the right answer is what it gives where some of its work on the first is still there at the second. */
  lingering?: (one: Input, two: Input) => Input;
}

/**
 * `stale-cache` where every wrong tensor of `got`, the answer to the second call, is what some inputs of the first call and the
 * others of the second give, or what lingers; `gradients-accumulate` where every wrong one is that of both calls. Else null.
 */
export function nameKept<Input extends object>(
  got: Tensors,
  [one, two]: readonly [Attempt<Input>, Attempt<Input>],
  { answer, accumulated = sumOfAnswers, lingering }: Computed<Input>,
): string | null {
  const wrong = Object.keys(two.want).filter((tensor) => !holds(got, two.want, tensor));
  const sum = accumulated?.(one, two);
  if (sum && wrong.every((tensor) => holds(got, sum, tensor))) return 'gradients-accumulate';
  const lingered = lingering && answer(lingering(one.input, two.input));
  if (lingered && wrong.every((tensor) => holds(got, lingered, tensor))) return 'stale-cache';
  const left = new Set(wrong);
  for (const input of mixtures(one.input, two.input)) {
    const mixed = answer(input);
    for (const tensor of left) if (holds(got, mixed, tensor)) left.delete(tensor);
    if (left.size === 0) return 'stale-cache';
  }
  return null;
}

function holds(got: Tensors, predicted: Tensors, tensor: string): boolean {
  const wanted = predicted[tensor];
  return wanted !== undefined && isSame(got[tensor], wanted);
}

/** A part of an input: its key, and where that holds arrays by name, as params do, one of the names. */
type Place = readonly [key: string, name: string | null];

/** More parts than the inputs of any function here have, so that their mixtures stay thousands. */
const MOST_PARTS = 14;

/** Every input made of parts of both, with at least one of the first. */
function* mixtures<Input extends object>(one: Input, two: Input): Generator<Input> {
  const places = placesOf(two);
  if (places.length > MOST_PARTS) throw new RangeError(`${places.length} parts are too many to mix`);
  for (let chosen = 1; chosen < 2 ** places.length; chosen++) {
    const mixed = copyOf(two);
    for (const [index, place] of places.entries()) if ((chosen >> index) & 1) take(mixed, one, place);
    yield mixed as Input;
  }
}

function placesOf(input: object): Place[] {
  return Object.entries(input).flatMap(([key, value]): Place[] =>
    isByName(value) ? Object.keys(value).map((name): Place => [key, name]) : [[key, null]],
  );
}

/** Arrays by name, which may be exchanged one by one. */
function isByName(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !('data' in value);
}

function copyOf(input: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, isByName(value) ? { ...value } : (value as unknown)]),
  );
}

function take(mixed: Record<string, unknown>, from: object, [key, name]: Place): void {
  const source: unknown = Reflect.get(from, key);
  if (name === null) mixed[key] = source;
  else (mixed[key] as Record<string, unknown>)[name] = (source as Record<string, unknown>)[name];
}

function sumOfAnswers<Input>(one: Attempt<Input>, two: Attempt<Input>): Tensors {
  return Object.fromEntries(
    Object.entries(two.want).map(([tensor, want]) => [
      tensor,
      zip(want, one.want[tensor] ?? want, (a, b) => a + b),
    ]),
  );
}
