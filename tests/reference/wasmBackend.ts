// TensorFlow.js on its WebAssembly backend, as packages have it.

import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const BINARIES = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));

/** Sets the backend, without any kernel of ours. */
export async function setWasmBackend(): Promise<void> {
  setWasmPaths(`${BINARIES}${sep}`);
  await tf.setBackend('wasm');
}
