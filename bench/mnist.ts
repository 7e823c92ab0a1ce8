// One epoch of MNIST, 784-256-10 on 55,000 pictures in batches of 128, on each device that works here, against PyTorch and
// NumPy on one thread each where Python has them.

import path from 'node:path';
import { deviceStates } from '../reference/devices.ts';
import { processTimes, pythonTimes, row } from './peer.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Epochs timed in each process; the fastest counts, since the first also warms up. */
const EPOCHS = '3';

/** Lines for the terminal: milliseconds an epoch, and times PyTorch on one thread. */
export async function mnist(): Promise<string[]> {
  const python = await pythonTimes('mnist.py', [EPOCHS]);
  const peer = python.get('PyTorch, one thread');
  const lines = [...python].map(([name, ms]) => row(name, ms, peer));
  if (peer === undefined) lines.push('PyTorch: not here; HANDGRAD_PYTHON may name a Python that has it');
  for (const { device, works, isForAuto } of await deviceStates(
    path.join(root, 'dist', 'device-probe.mjs'),
  )) {
    if (!works || !isForAuto || device === 'cpu') continue; // cpu and software adapters take minutes
    const times = await processTimes('mnistEpoch.ts', [device, EPOCHS]);
    if (typeof times === 'string') lines.push(`${device}: ${times}`);
    else lines.push(...[...times].map(([name, ms]) => row(name, ms, peer)));
  }
  return lines;
}
