// The TensorFlow.js reference: float32, on the best device there is.

import * as tf from '@tensorflow/tfjs';
import type { Digits } from '../datasets/mnist.ts';
import type { DeviceChoice } from '../devices.ts';
import type { NdArray } from '../ndarray.ts';
import type { Activation, Params, Pass } from '../float64/mlp.ts';
import { openDevice } from './backends.ts';
import { digitLogits } from './digits.ts';
import { lossAndGrads } from './mlp.ts';

export interface Reference {
  device: string;
  detail: string;
  /** Any depth: W1 b1 W2 b2 ...; cache z1 a1 ... p; grads dW1 db1 ... */
  lossAndGrads(activation: Activation, X: NdArray, y: Int32Array, params: Params): Promise<Pass>;
  /** The logits of 06's network on pictures as they are, bytes: (count, 784) -> (count, 10). */
  digitLogits(digits: Digits, params: Params): Promise<NdArray>;
  close(): void;
}

/**
 * Opens the reference on `device`, by default the best that works here.
 * Rejects with one sentence, what is missing and what to install, where a device asked for by name cannot be had.
 */
export async function openReference(device: DeviceChoice = 'auto'): Promise<Reference> {
  const { device: opened, detail, close } = await openDevice(device);
  const backend = tf.getBackend();
  const onIt = async () => {
    if (tf.getBackend() !== backend) await tf.setBackend(backend);
  };
  return {
    device: opened,
    detail,
    lossAndGrads: async (...problem) => {
      await onIt();
      return lossAndGrads(...problem);
    },
    digitLogits: async (...problem) => {
      await onIt();
      return digitLogits(...problem);
    },
    close,
  };
}
