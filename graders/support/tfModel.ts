// A student's model of TensorFlow.js, kept in the sandbox: made anew from a seed, asked for logits, and stepped.

import type { Params } from '../../reference/float64/mlp.ts';
import { transpose } from '../../reference/float64/matmul.ts';
import { matrix, rowsOf, sameShape, vector, type NdArray } from '../../reference/ndarray.ts';
import type { Script } from '../../harness/job.ts';
import { StudentFault, type Argument, type Value } from '../../harness/sandbox/host.ts';
import { shortName } from './exportPath.ts';
import { CheckFailure } from './failure.ts';
import { callFaultInWords } from './faults.ts';
import { inWords, readTensor } from './read.ts';
import type { Student, StudentCall } from './student.ts';

const MAKE = 'createTfModel';
export const INPUTS = 4;
export const CLASSES = 3;
/** Units of the hidden layer. */
export const UNITS = 16;

/** The shapes in which the parameters may be kept; each turned round is trained in the same way. */
const KEPT_AS = {
  W1: [
    [INPUTS, UNITS],
    [UNITS, INPUTS],
  ],
  b1: [[UNITS], [1, UNITS], [UNITS, 1]],
  W2: [
    [UNITS, CLASSES],
    [CLASSES, UNITS],
  ],
  b2: [[CLASSES], [1, CLASSES], [CLASSES, 1]],
};

/** The last model made. What the student's code does wrong ends a check as a CheckFailure. */
export class TfModel {
  private readonly student: Student;
  private readonly script: Script;
  /** A fault that ended the process, and the model with it. */
  private lost: CheckFailure | null = null;

  constructor(student: Student, script: Script) {
    this.student = student;
    this.script = script;
  }

  /** Makes the model of this seed; the one before is forgotten. */
  async create(seed: number): Promise<void> {
    await this.call(MAKE, { seed }, { read: null, manner: 'keep' });
  }

  /** The logits of X, (B, 4) -> (B, 3). */
  async predict(X: NdArray): Promise<NdArray> {
    const { value } = await this.call('@.predict', { X: float32(X) }, { read: null });
    const read = readTensor('predict()', value, [rowsOf(X), CLASSES]);
    if (typeof read === 'string') throw new CheckFailure(read);
    if (read.shape[0] === rowsOf(X) && read.shape[1] === CLASSES) return read;
    const asked = `expected (${rowsOf(X)}, ${CLASSES})`;
    throw new CheckFailure(
      `predict() has shape (${read.shape.join(', ')}), ${asked} for X (${X.shape.join(', ')}).`,
    );
  }

  /** One step on a batch; gives the loss that the student's code says. */
  async step(X: NdArray, y: Int32Array, lr: number): Promise<number> {
    const labels = { shape: [y.length], data: Float64Array.from(y) };
    const given: Record<string, Argument> = {
      X: float32(X),
      y: { kind: 'tf', dtype: 'int32', tensor: labels },
      lr,
    };
    const { value } = await this.call('@.step', given, { read: null });
    if (value.kind === 'number') return value.number;
    throw new CheckFailure(`step() returned ${inWords(value)}, expected the loss, a number.`);
  }

  /** The variables of the last model that may be its parameters, by their shapes; null where they are not to be seen. */
  async parameters(): Promise<Params | null> {
    const read = Object.values(KEPT_AS)
      .flat()
      .map((shape) => shape.join(' '));
    try {
      const { value } = await this.call('@.predict', {}, { read, manner: 'tf-variables' });
      return value.kind === 'record' ? paramsOf(value.entries) : null;
    } catch (error) {
      if (error instanceof CheckFailure) return null;
      throw error;
    }
  }

  private async call(
    name: string,
    given: Record<string, Argument>,
    options: StudentCall,
  ): ReturnType<Student['call']> {
    if (this.lost && name !== MAKE) throw this.lost;
    try {
      this.lost = null;
      return await this.student.call(name, given, options);
    } catch (error) {
      if (!(error instanceof StudentFault) || error === this.student.failedToLoad) throw error;
      const failure = failureOf(name, error, this.script);
      if (error.kind !== 'threw' || name === MAKE) this.lost = failure;
      throw failure;
    }
  }
}

function paramsOf(entries: ReadonlyMap<string, Value>): Params | null {
  const params: Params = {};
  for (const [name, shapes] of Object.entries(KEPT_AS)) {
    const found = shapes.flatMap((shape) => {
      const read = readTensor(name, entries.get(shape.join(' ')), shape);
      return typeof read === 'string' || !sameShape(read.shape, shape) ? [] : [read];
    })[0];
    if (!found) return null;
    params[name] = asExercise(name, found);
  }
  return params;
}

/** A bias as a vector; a weight as X W has it, (4, 16) and (16, 3). */
function asExercise(name: string, kept: NdArray): NdArray {
  if (name.startsWith('b')) return vector(kept.data);
  const rows = name === 'W1' ? INPUTS : UNITS;
  return rowsOf(kept) === rows ? kept : transpose(kept);
}

function failureOf(name: string, fault: StudentFault, script: Script): CheckFailure {
  const short = shortName(name);
  if (fault.message.includes(`${name} is not exported`))
    return new CheckFailure(
      `${MAKE}() returned an object without a function ${short}: expected { predict, step }.`,
    );
  const timedOut = fault.kind === 'timed-out';
  return new CheckFailure(callFaultInWords(fault, short, script), { timedOut });
}

function float32(X: NdArray): Argument {
  return { kind: 'tf', dtype: 'float32', tensor: X };
}

/** Several matrices of one width, one below the other. */
export function stacked(rows: readonly NdArray[]): NdArray {
  const columns = rows[0]?.shape[1] ?? 0;
  return matrix(
    rows.reduce((sum, each) => sum + rowsOf(each), 0),
    columns,
    rows.flatMap(({ data }) => Array.from(data)),
  );
}

/** Row i of a matrix, (1, n). */
export function rowOf({ shape, data }: NdArray, i: number): NdArray {
  const columns = shape[1] ?? 0;
  return matrix(1, columns, data.subarray(i * columns, (i + 1) * columns));
}
