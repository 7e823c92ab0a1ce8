// All solutions graded, MNIST with them, on each device that works here, beside an epoch of MNIST in PyTorch: how long the epoch takes
// says at what pace the machine was.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fastDevices, NO_PYTORCH, pythonTimes, row } from './peer.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Every program runs so many times, in turns, since the machine's pace changes from minute to minute. */
const ROUNDS = 3;
/** Of each run of PyTorch the fastest counts: the first also warms up. */
const EPOCHS = '2';
const PEER = 'PyTorch, one thread';

const run = promisify(execFile);

/** Lines for the terminal: each round's milliseconds, and how many of PyTorch's epochs in the same round that is. */
export async function solutions(): Promise<string[]> {
  const devices = await fastDevices();
  const lines: string[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const peer = (await pythonTimes('mnist.py', [EPOCHS])).get(PEER);
    lines.push(
      peer === undefined ? NO_PYTORCH : row(`round ${round}: PyTorch, an epoch on one thread`, peer, peer),
    );
    for (const device of devices)
      lines.push(row(`round ${round}: all solutions graded on ${device}`, await gradingMs(device), peer));
  }
  return lines;
}

/** Rejects where a solution is not graded in full. */
async function gradingMs(device: string): Promise<number> {
  const out = mkdtempSync(path.join(tmpdir(), 'handgrad-bench-'));
  const words = ['harness/launch.mjs', 'grade', '--dir', 'solutions', '--device', device, '--out', out];
  const started = performance.now();
  try {
    await run(process.execPath, words, { cwd: root });
    return performance.now() - started;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
