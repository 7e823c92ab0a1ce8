// A process that multiplies on the device named to it, and says whether every product came out right.

import * as tf from '@tensorflow/tfjs';
import { openReference, type DeviceChoice } from '../../reference/index.ts';

/** As the last layer of 06 has it on a chunk of the test set: (B, hidden) @ (hidden, 10). */
const [B, HIDDEN, CLASSES] = [2000, 256, 10];
const TIMES = 600;

process.on('SIGUSR2', () => {});
const reference = await openReference(process.argv[2] as DeviceChoice);
const a1 = tf.ones<tf.Rank.R2>([B, HIDDEN]); // (B, hidden)
const W2 = tf.ones<tf.Rank.R2>([HIDDEN, CLASSES]); // (hidden, 10)
process.stdout.write('begun\n');
let right = 0;
for (let time = 0; time < TIMES; time++) {
  const z2 = tf.matMul(a1, W2);
  if (z2.dataSync().every((sum) => sum === HIDDEN)) right++;
  z2.dispose();
}
process.stdout.write(`${right} of ${TIMES} right\n`);
reference.close();
process.stdin.resume(); // lives on until whoever sends signals has done so
