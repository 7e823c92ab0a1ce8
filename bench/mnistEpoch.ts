// A process that times epochs of MNIST on one device and prints the fastest: `name<TAB>milliseconds` a line.

import { readMnist } from '../reference/datasets/mnist.ts';
import type { DeviceChoice } from '../reference/devices.ts';
import { openReference } from '../reference/index.ts';
import { trainDigits } from '../reference/tensorflow/digitTraining.ts';
import { normal, stream } from '../graders/support/random.ts';
import { train } from '../solutions/06-mnist.ts';

const OPTIONS = { epochs: 1, batchSize: 128, hidden: 256, lr: 0.2, weightDecay: 1e-4 };

const [device = 'auto', epochs = '1'] = process.argv.slice(2);
const reference = await openReference(device as DeviceChoice);
const { train: set, validation } = readMnist();
const rng = stream(1, 'bench');
const draws = { uniform: rng, normal: () => normal(rng) };

const own = await fastest(() => trainDigits(set, { ...OPTIONS, ...draws }));
const students = await fastest(() => train(set, validation, { ...OPTIONS, seed: 1 }));
process.stdout.write(`${reference.device}: the reference's own loop\t${own}\n`);
process.stdout.write(`${reference.device}: solutions/06-mnist.ts, validation and all\t${students}\n`);
reference.close();

async function fastest(work: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let epoch = 0; epoch < Number(epochs); epoch++) {
    const started = performance.now();
    await work();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}
