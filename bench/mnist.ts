// One epoch of MNIST, 784-256-10 on 55,000 pictures in batches of 128, on each device that works here, against PyTorch and
// NumPy on one thread each where Python has them.

import { fastDevices, NO_PYTORCH, processTimes, pythonTimes, row } from './peer.ts';

/** Epochs timed in each process; the fastest counts, since the first also warms up. */
const EPOCHS = '3';
/** Every program runs so many times, in turns: a machine whose pace changes from minute to minute is as fast for each of them. */
const ROUNDS = 3;

/** Lines for the terminal: milliseconds an epoch, the fastest of all, and times PyTorch on one thread. */
export async function mnist(): Promise<string[]> {
  const devices = await fastDevices();
  const fastest = new Map<string, number>();
  const refusals: string[] = [];
  const take = (times: Map<string, number>) => {
    for (const [name, ms] of times) fastest.set(name, Math.min(ms, fastest.get(name) ?? Infinity));
  };
  for (let round = 0; round < ROUNDS; round++) {
    take(await pythonTimes('mnist.py', [EPOCHS]));
    for (const device of devices) {
      const times = await processTimes('mnistEpoch.ts', [device, EPOCHS]);
      if (typeof times !== 'string') take(times);
      else if (round === 0) refusals.push(`${device}: ${times}`);
    }
  }
  const peer = fastest.get('PyTorch, one thread');
  const lines = [...fastest].map(([name, ms]) => row(name, ms, peer));
  if (peer === undefined) lines.push(NO_PYTORCH);
  return [...lines, ...refusals];
}
