// Tensors of TensorFlow.js in the student's process: made, read and differentiated.

import type * as TensorFlow from '@tensorflow/tfjs';
import { libraries } from './libraries.ts';

/** The variables that there were when `noteVariables` was called last. */
let earlier = new Set<TensorFlow.Variable>();

function tensorFlow(): typeof TensorFlow {
  const tf = libraries['@tensorflow/tfjs'];
  if (!tf) throw new Error('TensorFlow.js is not loaded');
  return tf as typeof TensorFlow;
}

/** A tensor with these numbers. */
export function makeTensor(
  dtype: 'float32' | 'int32',
  shape: number[],
  numbers: Float64Array,
): TensorFlow.Tensor {
  const values = dtype === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers);
  return tensorFlow().tensor(values, shape, dtype);
}

/** Whether a value is a tensor, of which not even its class can be believed: its numbers are checked at the border. */
export function isTensor(value: object): value is TensorFlow.Tensor {
  const { dataSync, shape } = value as { dataSync?: unknown; shape?: unknown };
  return typeof dataSync === 'function' && Array.isArray(shape);
}

/** Whether a tensor was freed, so that it has no numbers any more. */
export function isDisposed(tensor: object): boolean {
  return (tensor as { isDisposed?: unknown }).isDisposed === true; // an array of jax-js does not tell
}

/** Remembers which variables there are, so that those of a model made next can be told from them. */
export function noteVariables(): void {
  if ('@tensorflow/tfjs' in libraries) earlier = new Set(variables());
}

/** The first variable of each shape that was made since, by its sizes: `4 16`. */
export function newVariables(): Record<string, TensorFlow.Variable> {
  const made = variables().filter((variable) => !earlier.has(variable));
  return Object.fromEntries(made.toReversed().map((variable) => [variable.shape.join(' '), variable]));
}

function variables(): TensorFlow.Variable[] {
  return Object.values(tensorFlow().engine().registeredVariables);
}

/** The value of `loss(..., params)` and its gradients with respect to every tensor of `params`. */
export function gradientsOf(
  loss: (...given: unknown[]) => unknown,
  given: unknown[],
): { value: TensorFlow.Tensor; grads: Record<string, TensorFlow.Tensor> } {
  const before = given.slice(0, -1);
  const params = given.at(-1) as Record<string, TensorFlow.Tensor>;
  const names = Object.keys(params);
  const lossOf = (...tensors: TensorFlow.Tensor[]) =>
    loss(
      ...before,
      Object.fromEntries(names.map((name, index) => [name, tensors[index]])),
    ) as TensorFlow.Scalar;
  const { value, grads } = tensorFlow().valueAndGrads(lossOf)(Object.values(params));
  return {
    value,
    grads: Object.fromEntries(names.map((name, index) => [name, grads[index] as TensorFlow.Tensor])),
  };
}
