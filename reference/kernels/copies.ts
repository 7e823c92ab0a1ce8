// Copies without copying on TensorFlow.js's WebAssembly backend: tensors never change, and gradients keep a clone of each factor.

import type * as TensorFlow from '@tensorflow/tfjs-core';

type Core = Pick<typeof TensorFlow, 'getKernel' | 'registerKernel' | 'unregisterKernel' | 'Identity'>;

const BACKEND = 'wasm';

/** Has a clone on `tf`'s backend `wasm` share the numbers of its tensor, as on the library's other backends. */
export function shareCopies(tf: Core): void {
  const original = tf.getKernel(tf.Identity, BACKEND);
  tf.unregisterKernel(tf.Identity, BACKEND);
  const shared: TensorFlow.KernelFunc = (call) => {
    const { inputs, backend } = call;
    const { x } = inputs;
    if (!x || x.dtype === 'string') return original.kernelFunc(call); // whose bytes are counted by the clone
    (backend as TensorFlow.KernelBackend).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };
  tf.registerKernel({ ...original, kernelFunc: shared });
}
