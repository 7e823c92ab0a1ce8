// What training in 03 and 04 has to learn: the blobs of the lesson at fixed centres, and a set that no linear model fits.

import { BLOBS, XOR } from './clusters.ts';

/** A data set and how it is trained on. */
export interface TrainingSet {
  name: string;
  clusters: typeof BLOBS;
  examples: number;
  run: { lr: number; batchSize: number; steps: number };
}

export const BLOBS_SET: TrainingSet = {
  name: 'the blobs',
  clusters: BLOBS,
  examples: 600,
  run: { lr: 0.05, batchSize: 32, steps: 2000 },
};

/** A model without an activation is right on four in five of its examples, which a test of the reference proves. */
export const XOR_SET: TrainingSet = {
  name: 'clusters that lie crosswise (XOR)',
  clusters: XOR,
  examples: 400,
  run: { lr: 0.1, batchSize: 32, steps: 1000 },
};
