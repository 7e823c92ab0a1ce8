// A grader's own process hears a signal whenever a student's ends, in the midst of a product as well.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { devicesUnderTest } from './devicesUnderTest.ts';

const SCRIPT = path.join(import.meta.dirname, 'signalled.ts');

const native = (await devicesUnderTest()).find(({ device }) => device === 'native');
const isSkipped = native === undefined || native.isSkipped || process.platform === 'win32';

describe('on native', () => {
  it.skipIf(isSkipped)('signals do no harm to products', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, 'native'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    const rain = () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      if (said.includes('right')) return void child.stdin.end();
      child.kill('SIGUSR2');
      setImmediate(rain);
    };
    child.stdout.once('data', rain);
    child.stdout.on('data', (words: Buffer) => (said += words.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect({ code, signal, said }).toEqual({ code: 0, signal: null, said: 'begun\n600 of 600 right\n' });
  });
});
