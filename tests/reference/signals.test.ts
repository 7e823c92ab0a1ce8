// A grader's own process hears a signal whenever a student's ends, in the midst of a product as well.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { devicesUnderTest } from './devicesUnderTest.ts';

const devices = (await devicesUnderTest()).filter(({ device }) => device === 'native');

describe.each(devices)('on $device', ({ device, isSkipped }) => {
  it.skipIf(isSkipped)('signals do no harm to products', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(import.meta.dirname, 'signalled.ts'), device],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    const rain = () => {
      // At its end it is deaf, and would die of one.
      if (said.includes('right') || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGUSR2');
      setImmediate(rain);
    };
    child.stdout.once('data', rain);
    child.stdout.on('data', (words: Buffer) => (said += words.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect({ code, signal, said }).toEqual({ code: 0, signal: null, said: 'begun\n600 of 600 right\n' });
  });
});
