// The peers of a benchmark: programs in other languages, run where they are installed and otherwise named as missing.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { deviceStates, type Device } from '../reference/devices.ts';

/** Python with PyTorch and NumPy in it: HANDGRAD_PYTHON names one that is not on the PATH. */
export const PYTHON = process.env.HANDGRAD_PYTHON ?? 'python3';

/** One thread each, so that it is kernels that are compared. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

const run = promisify(execFile);

/** The line in place of a peer that is missing. */
export const NO_PYTORCH = 'PyTorch: not here; HANDGRAD_PYTHON may name a Python that has it';

/** The devices that work here, but for cpu and software adapters, which take minutes. */
export async function fastDevices(): Promise<Device[]> {
  const probe = path.resolve(import.meta.dirname, '..', 'dist', 'device-probe.mjs');
  const states = await deviceStates(probe);
  return states
    .filter(({ device, works, isForAuto }) => works && isForAuto && device !== 'cpu')
    .map(({ device }) => device);
}

/** Milliseconds by name, as a script of bench/ prints them (`name<TAB>ms` a line); none where Python or a library is missing. */
export async function pythonTimes(script: string, words: string[]): Promise<Map<string, number>> {
  const file = path.join(import.meta.dirname, script);
  try {
    const { stdout } = await run(PYTHON, [file, ...words], { env: { ...process.env, ...ONE_THREAD } });
    return timesIn(stdout);
  } catch {
    return new Map();
  }
}

/** The same of a script in TypeScript, in a process of its own; its refusal where it ends with one. */
export async function processTimes(script: string, words: string[]): Promise<Map<string, number> | string> {
  const file = path.join(import.meta.dirname, script);
  try {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', file, ...words]);
    return timesIn(stdout);
  } catch (error) {
    return (
      String((error as { stderr?: string }).stderr ?? error)
        .trim()
        .split('\n')[0] ?? ''
    );
  }
}

function timesIn(printed: string): Map<string, number> {
  const rows = [...printed.matchAll(/^(.+)\t([\d.]+)$/gm)];
  return new Map(rows.map(([, name = '', ms]) => [name, Number(ms)]));
}

/** A row of a table: what, how long, and how many times its peer. */
export function row(what: string, ms: number, peer: number | undefined): string {
  const ratio = peer === undefined ? '' : `${(ms / peer).toFixed(2).padStart(7)} x`;
  return `${what.padEnd(66)} ${ms.toFixed(0).padStart(6)} ms${ratio}`;
}
