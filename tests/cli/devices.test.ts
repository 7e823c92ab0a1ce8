import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it, describe } from 'vitest';
import { listed } from '../../harness/cli/devices.ts';
import type { Result } from '../../harness/result.ts';
import { DEVICES, type DeviceState } from '../../reference/devices.ts';
import { devicesUnderTest } from '../reference/devicesUnderTest.ts';
import { gradeInto, root, submissionWith } from './command.ts';

const run = promisify(execFile);
const fixture = (name: string) => readFileSync(path.join(root, 'tests', 'submissions', name), 'utf8');

/** All of MNIST, beside other work (ms). */
const LONG = 400_000;

describe('npm run devices', () => {
  it('lists every device with its state, its detail and the one command that adds it', async () => {
    const launch = path.join(root, 'harness', 'launch.mjs');
    const { stdout } = await run(process.execPath, [launch, 'devices', '--json'], { cwd: root });
    const states = JSON.parse(stdout) as DeviceState[];
    expect(states.map(({ device }) => device)).toEqual(DEVICES);
    const working = states.filter(({ works }) => works);
    expect(working.map(({ device }) => device)).toEqual(expect.arrayContaining(['wasm', 'cpu']));
    expect(working.map(({ remedy }) => remedy)).toEqual(working.map(() => null));
    expect(states.filter(({ detail }) => detail === '')).toEqual([]);
  });

  it('marks what auto takes, leaves a software adapter alone, and keeps to 80 columns but for a command', () => {
    const state = (device: DeviceState['device'], has: Partial<DeviceState>): DeviceState => ({
      ...{ device, works: true, isForAuto: true, detail: `${device} 1.0`, remedy: null },
      ...has,
    });
    const missing = 'Device cuda needs @tensorflow/tfjs-node-gpu, which is not installed here';
    const remedy = 'npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0';
    const text = listed(
      [
        state('cuda', { works: false, isForAuto: false, detail: missing, remedy }),
        state('webgpu', { isForAuto: false, detail: 'SwiftShader (software)' }),
        state('wasm', {}),
        state('cpu', {}),
      ],
      false,
    );
    expect(text).toMatch(/^ {3}cuda {4}not here$/m);
    expect(text).toMatch(/^ {11}npm install --no-save @tensorflow\/tfjs-node-gpu@4\.22\.0$/m);
    expect(text).toMatch(/^ {3}webgpu {2}works, only if asked for by name$/m);
    expect(text).toMatch(/^ \* wasm {4}works$/m);
    expect(text).toContain('what --device auto takes here: wasm');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe.each(await devicesUnderTest('cpu'))('$device', ({ device, isSkipped }) => {
  it.skipIf(isSkipped)(
    'gives the verdicts of wasm',
    async () => {
      const folder = submissionWith({
        '02-backward.ts': fixture('02-backward/wrong/bias-gradient-averaged.ts'),
        '05-tanh.ts': fixture('05-tanh/wrong/tanh-relu-mask.ts'),
      });
      const words = ['--seed', '7', '01', '02', '05'];
      const onWasm = await gradeInto(folder, '--device', 'wasm', ...words);
      const other = await gradeInto(folder, '--device', device, ...words);
      expect(other.result.environment.device).toBe(device);
      expect(verdictsOf(other.result)).toEqual(verdictsOf(onWasm.result));
      expect(verdictsOf(onWasm.result).filter(({ misconception }) => misconception !== null)).not.toEqual([]);
    },
    LONG,
  );
});

/** A software GPU takes a minute for what tests of the reference show on it in seconds. */
const forMnist = (await devicesUnderTest()).filter(({ device }) => device !== 'webgpu');

describe.each(forMnist)('$device', ({ device, isSkipped }) => {
  it.skipIf(isSkipped)(
    'grades real MNIST',
    async () => {
      const { code, result } = await gradeInto(path.join(root, 'solutions'), '--device', device, '06');
      const { score, environment } = result;
      expect({ code, score, device: environment.device }).toEqual({ code: 0, score: 16, device });
    },
    LONG,
  );
});

function verdictsOf({ exercises }: Result) {
  return exercises.flatMap(({ id, checks }) =>
    checks.map((check) => ({
      id: `${id}/${check.id}`,
      status: check.status,
      score: check.score,
      message: check.message,
      misconception: check.misconception,
    })),
  );
}
