// Products with a transposed factor made fast on TensorFlow.js's WebAssembly backend: its own kernels take a slow path for
// a transpose flag (1.4 GFLOP/s against 11), so the factor is transposed first and the flag cleared.

import type * as TensorFlow from '@tensorflow/tfjs-core';

type Core = Pick<
  typeof TensorFlow,
  'getKernel' | 'registerKernel' | 'unregisterKernel' | 'Transpose' | 'BatchMatMul' | '_FusedMatMul'
>;
type Inputs = Parameters<TensorFlow.KernelFunc>[0]['inputs'];

const BACKEND = 'wasm';

/** Replaces the product kernels of `tf`'s backend `wasm`, which has to be registered. */
export function makeTransposesExplicit(tf: Core): void {
  for (const kernelName of [tf.BatchMatMul, tf._FusedMatMul]) {
    const original = tf.getKernel(kernelName, BACKEND);
    const kernelFunc: TensorFlow.KernelFunc = (call) => multiply(tf, original.kernelFunc, call);
    tf.unregisterKernel(kernelName, BACKEND);
    tf.registerKernel({ ...original, kernelFunc });
  }
}

function multiply(
  tf: Core,
  product: TensorFlow.KernelFunc,
  { inputs, backend, attrs }: Parameters<TensorFlow.KernelFunc>[0],
): ReturnType<TensorFlow.KernelFunc> {
  const { transposeA = false, transposeB = false, ...rest } = attrs ?? {};
  const transpose = tf.getKernel(tf.Transpose, BACKEND).kernelFunc;
  const turned: TensorFlow.TensorInfo[] = [];
  const turn = (name: 'a' | 'b', isTransposed: unknown): Inputs => {
    const x = inputs[name];
    if (isTransposed !== true || !x) return {};
    const rank = x.shape.length; // batch axes stay, the last two change places
    const perm = [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
    const made = transpose({ inputs: { x }, backend, attrs: { perm } }) as TensorFlow.TensorInfo;
    turned.push(made);
    return { [name]: made };
  };
  const given = { ...inputs, ...turn('a', transposeA), ...turn('b', transposeB) };
  try {
    return product({ inputs: given, backend, attrs: { ...rest, transposeA: false, transposeB: false } });
  } finally {
    for (const { dataId } of turned) (backend as TensorFlow.KernelBackend).disposeData(dataId);
  }
}
