// Trains every network whose curve the reports show beside a student's work, and stores the curves in curves.json beside this file.
// Run it, some three minutes on one core, with `node --import tsx reference/curves/make.ts`; the same seeds give the same file.

import { writeFileSync } from 'node:fs';
import { blobCurves, varianceCurve } from './blobCurves.ts';
import { bugCurves, shapeCurves } from './digitCurves.ts';
import { goalCurves } from './goalCurves.ts';

const NOTE =
  'Made by node --import tsx reference/curves/make.ts. Digits: 784-256-10, He, zero biases, SGD with lr 0.1 and batch 128 but ' +
  'where a curve says otherwise, 8,000 of the MNIST training images to train and 2,000 others to validate. Blobs: the ' +
  "lesson's 4-16-3 network and data, lr 0.05, batch 32. All float64; null is a number that was NaN or infinite.";

const curves = {
  ...{ ...bugCurves(), ...shapeCurves(), ...blobCurves(), ...goalCurves() },
  variance: varianceCurve(),
};
const file = new URL('curves.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ note: NOTE, curves })}\n`);
