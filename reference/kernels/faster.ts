// TensorFlow.js's WebAssembly backend with what it does slowly made fast, in the reference and in the student's process alike.

import { shareCopies } from './copies.ts';
import { makeProductsFast } from './matmul.ts';
import { makeSumsFast } from './sums.ts';

/** Replaces kernels of `tf`'s backend `wasm`, which has to be the one in use. */
export function makeWasmFast(
  tf: Parameters<typeof makeProductsFast>[0] &
    Parameters<typeof makeSumsFast>[0] &
    Parameters<typeof shareCopies>[0],
): void {
  makeProductsFast(tf);
  makeSumsFast(tf);
  shareCopies(tf);
}
