// The lesson's data: three Gaussian blobs in four dimensions.

import { uniformDraws } from '../../sandbox/child/draws.ts';
import type { Tensor } from '../../sandbox/protocol.ts';

export const EXAMPLES = 1024;
export const CLASSES = 3;
const DIMENSIONS = 4;
/** Centres so far apart that right code ends near an accuracy of 1. */
const FIXED_CENTRES = [
  [3, 3, 0, 0],
  [-3, 3, 0, 0],
  [0, -3, 3, 0],
];
/** Spread of the centres where they are drawn, as the lesson draws them. */
const CENTRE_SPREAD = 3;

export interface Blobs {
  /** (EXAMPLES, DIMENSIONS) */
  X: Tensor;
  /** (EXAMPLES) */
  y: Int32Array;
}

/** Blobs of unit variance, the classes in turns; the same ones for the same seed. */
export function drawBlobs(seed: number, hasRandomCentres: boolean): Blobs {
  const normal = normalDraws(seed);
  const centres = hasRandomCentres
    ? FIXED_CENTRES.map((centre) => centre.map(() => CENTRE_SPREAD * normal()))
    : FIXED_CENTRES;
  const y = Int32Array.from({ length: EXAMPLES }, (_, example) => example % CLASSES);
  const rows = Array.from(y, (label) => (centres[label] ?? []).map((centre) => centre + normal()));
  return { X: { shape: [EXAMPLES, DIMENSIONS], data: Float64Array.from(rows.flat()) }, y };
}

/** Box and Muller: sqrt(-2 ln u) cos(2 pi v). */
function normalDraws(seed: number): () => number {
  const uniform = uniformDraws(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
