// TensorFlow.js for students: the whole library on its WebAssembly backend, in a file of its own beside the child.

import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { borrowKernels } from '../../../reference/kernels/borrowed.ts';
import { makeWasmFast } from '../../../reference/kernels/faster.ts';

export const library = tf;

/** Sets the backend before any code of the student's runs; its binary lies in `folder`. */
export async function prepare(folder: string): Promise<void> {
  tf.enableProdMode();
  setWasmPaths(`${folder}${path.sep}`);
  if (!(await tf.setBackend('wasm')))
    throw new Error('the WebAssembly backend of TensorFlow.js did not start');
  makeWasmFast(tf);
  borrowKernels(tf);
}
