// How much more two processes get done than one on this machine: what --jobs 2 can reach at most. Two processors that share a core,
// or a clock that falls when both work, leave less than twice as much.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** So long that the start does not count (ms). */
const LOOP_MS = 4000;

/** Products of small matrices, as students' code spends its time: (32, 16) @ (16, 16), counted until the time is up. */
const LOOP = `
  const a = new Float64Array(512).fill(0.5), b = new Float64Array(256).fill(0.25), c = new Float64Array(512);
  const end = performance.now() + ${LOOP_MS};
  let count = 0;
  for (; performance.now() < end; count++)
    for (let i = 0; i < 32; i++)
      for (let j = 0; j < 16; j++) {
        let sum = 0;
        for (let k = 0; k < 16; k++) sum += a[16 * i + k] * b[16 * k + j];
        c[16 * i + j] = sum;
      }
  console.log(count);
`;

/** Work done by two processes at once against that of one alone (times). */
export async function ceiling(): Promise<number> {
  const alone = await loop();
  const [one, other] = await Promise.all([loop(), loop()]);
  return (one + other) / alone;
}

async function loop(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', LOOP]);
  return Number(stdout);
}
