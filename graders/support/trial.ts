// One call of a student's function, and what is thought of it.

import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { sameShape } from '../../reference/ndarray.ts';
import { compare, isClose, type Difference, type Rule } from './compare.ts';
import type { StudentFault } from '../../harness/sandbox/host.ts';

export interface Trial<Input> {
  input: Input;
  /** The input in words, for messages. */
  words: string;
  want: Tensors;
  rule: Rule;
  /** The numbers that came, null where not all of them could be read. */
  got: Tensors | null;
  /** What came where a number array was wanted, by tensor name. */
  flaws: Record<string, string>;
  /** Set where the call did not return. */
  fault: StudentFault | null;
  right: boolean;
}

/** Whether all that is wanted came within the rule. */
export function isRight(got: Tensors | null, want: Tensors, rule: Rule): boolean {
  if (got === null) return false;
  return Object.entries(want).every(([name, tensor]) => {
    const came = got[name];
    return came !== undefined && isClose(came, tensor, rule);
  });
}

/** Whether a trial gave arrays of the right shapes, whatever their numbers. */
export function isWellShaped<Input>({ got, want }: Trial<Input>): boolean {
  return (
    got !== null &&
    Object.entries(want).every(([name, tensor]) => sameShape(got[name]?.shape ?? [-1], tensor.shape))
  );
}

/** What is wrong with one tensor of a trial that did return; null where nothing is. */
export function differenceIn<Input>(trial: Trial<Input>, name: string): Difference | null {
  const flaw = trial.flaws[name];
  if (flaw !== undefined) return { message: flaw, evidence: { where: name } };
  const [got, want] = [trial.got?.[name], trial.want[name]];
  return got && want ? compare(name, got, want, trial.rule) : null;
}
