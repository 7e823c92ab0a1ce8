import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEVICES, DeviceUnavailable, type Device } from '../../reference/devices.ts';
import { openReference } from '../../reference/index.ts';
import { deviations, networks } from './golden.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const [network] = networks;
if (!network) throw new Error('there are no golden networks');
const { activation, X, y, params, want } = network;

describe('a device asked for by name', () => {
  it.each<{ device: Device; says: string }>([
    {
      device: 'cuda',
      says:
        'Device cuda needs @tensorflow/tfjs-node-gpu, which is not installed here or lacks its binding: ' +
        'npm install @tensorflow/tfjs-node-gpu',
    },
    {
      device: 'native',
      says:
        'Device native needs @tensorflow/tfjs-node, which is not installed here or lacks its binding: ' +
        'npm install @tensorflow/tfjs-node',
    },
    { device: 'webgpu', says: 'Device webgpu is not supported by this version: use wasm.' },
  ])('is $device, or is refused in one sentence that says what to do', async ({ device, says }) => {
    const opened = await openReference(device).catch((error: unknown) => error);
    // A machine that has the device opens it; there is nothing to refuse there.
    const expected = opened instanceof DeviceUnavailable ? says : device;
    expect(opened instanceof Error ? opened.message : (opened as { device: string }).device).toBe(expected);
  });
});

describe('the device auto', () => {
  it('is one of the devices there are, and works', async () => {
    const reference = await openReference();
    expect(DEVICES).toContain(reference.device);
    const { cache } = await reference.lossAndGrads(activation, X, y, params);
    expect(deviations(cache, want.cache, 1e-5)).toEqual([]);
  });

  it.each([
    ['throws as it loads', 'throw new Error("libtensorflow.so.2: cannot open shared object file");'],
    ['registers no backend', 'module.exports = {};'],
  ])('is wasm where a better library %s', async (_, code) => {
    expect(await openedBeside(`process.stdout.write('tried, then '); ${code}`)).toBe('tried, then wasm');
  });
});

describe('a reference', () => {
  it('goes on on its own device when another one has been opened', async () => {
    const onCpu = await openReference('cpu');
    const onWasm = await openReference('wasm');
    for (const reference of [onCpu, onWasm, onCpu]) {
      const { cache } = await reference.lossAndGrads(activation, X, y, params);
      expect(deviations(cache, want.cache, 1e-5)).toEqual([]);
      expect(tf.getBackend()).toBe(reference.device);
    }
  });

  it('keeps no tensor of a pass', async () => {
    const reference = await openReference('wasm');
    const before = tf.memory().numTensors;
    await reference.lossAndGrads(activation, X, y, params);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('rejects a network that lacks an array, by its name', async () => {
    const reference = await openReference('cpu');
    const lacking = Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'b2'));
    await expect(reference.lossAndGrads(activation, X, y, lacking)).rejects.toThrow(
      'no array b2; there are W1, b1, W2',
    );
  });
});

/** What is printed by a process in which `@tensorflow/tfjs-node` is this code: the device that `auto` comes to. */
async function openedBeside(code: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'handgrad-devices-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(root, 'reference'), join(folder, 'reference'), { recursive: true });
  const packages = join('node_modules', '@tensorflow');
  await mkdir(join(folder, packages), { recursive: true });
  for (const name of ['tfjs', 'tfjs-backend-wasm', 'tfjs-backend-cpu']) {
    await symlink(join(root, packages, name), join(folder, packages, name), 'junction');
  }
  await write(join(folder, packages, 'tfjs-node', 'index.js'), code);
  await write(join(folder, 'package.json'), '{ "type": "module" }');
  await write(
    join(folder, 'open.ts'),
    `import { openReference } from './reference/index.ts';
     process.stdout.write((await openReference()).device);`,
  );
  // From the project's root, where tsx is found.
  const words = ['--import', 'tsx', join(folder, 'open.ts')];
  return execFileSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
