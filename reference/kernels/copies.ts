// Copies without copying on TensorFlow.js's WebAssembly backend: tensors never change, and gradients keep a clone of each factor
// and cast what is float32 to float32.

import type * as TensorFlow from '@tensorflow/tfjs-core';

type Core = Pick<
  typeof TensorFlow,
  'getKernel' | 'registerKernel' | 'unregisterKernel' | 'Identity' | 'Cast'
>;

const BACKEND = 'wasm';

/**
 * Has a clone on `tf`'s backend `wasm` share the numbers of its tensor, and a cast to the dtype that a tensor has, as on the
 * library's other backends.
 */
export function shareCopies(tf: Core): void {
  for (const kernelName of [tf.Identity, tf.Cast]) {
    const original = tf.getKernel(kernelName, BACKEND);
    tf.unregisterKernel(kernelName, BACKEND);
    const shared: TensorFlow.KernelFunc = (call) => {
      const { inputs, backend, attrs } = call;
      const { x } = inputs;
      if (!x || x.dtype === 'string') return original.kernelFunc(call); // whose bytes are counted by the clone
      if (kernelName === tf.Cast && attrs?.dtype !== x.dtype) return original.kernelFunc(call);
      (backend as TensorFlow.KernelBackend).incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    };
    tf.registerKernel({ ...original, kernelFunc: shared });
  }
}
