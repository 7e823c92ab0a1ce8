// What a call changed of its inputs, by what came back of them.

import { isMade, type Answer, type Argument } from '../../harness/sandbox/host.ts';
import { map, sameShape, type NdArray } from '../../reference/ndarray.ts';
import { shortName } from './exportPath.ts';
import { readEcho } from './read.ts';

/** An input that a function changed, though it may not. */
export interface Mutation {
  function: string;
  /** Which input, such as `params.W2`. */
  input: string;
  before: NdArray;
  /** Null where it is no longer an array of numbers. */
  after: NdArray | null;
  /** Whether it is a tensor that was freed. */
  isDisposed: boolean;
}

/** What the child says of a tensor that was freed. */
const DISPOSED = 'a disposed tensor';

/** The arrays of `given` that are not as they were after the call of `name`, each under its own name. */
export function changedInputs(
  name: string,
  given: Record<string, Argument>,
  { after }: Pick<Answer, 'after'>,
): Mutation[] {
  return Object.entries(given).flatMap(([label, argument], index) =>
    leavesOf(label, argument).flatMap(([input, before]) => {
      const value = after[index];
      const now = value && valueAt(value, input.split('.').slice(1));
      const tensor = now ? readEcho(now) : null;
      if (tensor && isUnchanged(before, tensor)) return [];
      const isDisposed = now?.kind === 'other' && now.what === DISPOSED;
      return [{ function: shortName(name), input, before, after: tensor, isDisposed }];
    }),
  );
}

/** Every array of an argument under its name, such as `params.W2`. */
function leavesOf(label: string, argument: Argument): [string, NdArray][] {
  // A number by itself is a copy; one in an object, such as options.steps, is not.
  if (typeof argument === 'number')
    return label.includes('.') ? [[label, { shape: [], data: Float64Array.of(argument) }]] : [];
  if (argument instanceof Int32Array)
    return [[label, { shape: [argument.length], data: Float64Array.from(argument) }]];
  if (isMade(argument)) {
    if (argument.kind === 'rows') return [[label, argument.tensor]];
    if (argument.kind === 'tf') return [[label, map(argument.tensor, Math.fround)]]; // int32 fits, too
    if (argument.kind !== 'typed') return [];
    const { numbers } = argument;
    return [[label, { shape: [numbers.length], data: Float64Array.from(numbers) }]];
  }
  if (argument.data instanceof Float64Array) return [[label, argument as NdArray]];
  return Object.entries(argument as Record<string, Argument>).flatMap(([name, entry]) =>
    leavesOf(`${label}.${name}`, entry),
  );
}

function valueAt(value: Answer['value'], path: string[]): Answer['value'] | undefined {
  return path.reduce<Answer['value'] | undefined>(
    (at, name) => (at?.kind === 'record' ? at.entries.get(name) : undefined),
    value,
  );
}

/** Bit for bit; the inputs hold no NaN. */
function isUnchanged(before: NdArray, after: NdArray): boolean {
  return (
    sameShape(before.shape, after.shape) &&
    before.data.every((value, index) => Object.is(value, after.data[index]))
  );
}
