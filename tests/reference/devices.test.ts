import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEVICES, type Device } from '../../reference/devices.ts';
import { openReference, type DeviceChoice } from '../../reference/index.ts';
import { deviations, networks } from './golden.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const [network] = networks;
if (!network) throw new Error('there are no golden networks');
const { activation, X, y, params, want } = network;

describe('a device asked for by name', () => {
  it('that there is none of is refused by the names there are', async () => {
    await expect(openReference('gpu' as DeviceChoice)).rejects.toThrow(
      'There is no device "gpu": name one of auto, cuda, native, webgpu, wasm, cpu.',
    );
  });

  it.each<{ device: Device; says: string }>([
    {
      device: 'cuda',
      says:
        'Device cuda needs @tensorflow/tfjs-node-gpu, which is not installed here: ' +
        'npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0',
    },
    {
      device: 'native',
      says:
        'Device native needs @tensorflow/tfjs-node, which is not installed here: ' +
        'npm install --no-save @tensorflow/tfjs-node@4.22.0',
    },
    {
      device: 'webgpu',
      says:
        'Device webgpu needs webgpu and @tensorflow/tfjs-backend-webgpu, which are not installed here: ' +
        'npm install --no-save webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0',
    },
  ])('is refused in one sentence that says what to do: $device', async ({ device, says }) => {
    expect(await openedBeside({}, device)).toBe(says);
  });

  it.each([
    [
      'native, whose library lacks its binding',
      { '@tensorflow/tfjs-node': 'throw new Error("no tfjs_binding.node\\nRun a command");' },
      'native',
      'Device native needs @tensorflow/tfjs-node, which is installed and does not load (no tfjs_binding.node): ' +
        'npm rebuild @tensorflow/tfjs-node --build-addon-from-source',
    ],
    [
      'native, whose library brings no backend',
      { '@tensorflow/tfjs-node': 'module.exports = {};' },
      'native',
      'Device native did not start: @tensorflow/tfjs-node brought no backend.',
    ],
    [
      'native, whose library computes wrongly',
      { '@tensorflow/tfjs-node': backendLike({ product: 12 }) },
      'native',
      'Device native computes wrongly: [1, 2] @ [3, 4] gave 12.',
    ],
    [
      'cuda, where no GPU can be used',
      { '@tensorflow/tfjs-node-gpu': backendLike({ isUsingGpuDevice: false }) },
      'cuda',
      'Device cuda needs a GPU, and @tensorflow/tfjs-node-gpu found none that it can use: ' +
        'nvidia-smi has to list one, and CUDA and cuDNN have to be installed.',
    ],
    [
      'webgpu, where there is no adapter',
      { webgpu: dawnLike(null), '@tensorflow/tfjs-backend-webgpu': 'module.exports = {};' },
      'webgpu',
      'Device webgpu found no adapter: a driver for Vulkan, Metal or Direct3D 12 has to be installed.',
    ],
  ] as const)('is refused with what is wrong with it: %s', async (_, libraries, device, says) => {
    expect(await openedBeside(libraries, device)).toBe(says);
  });

  it('is cuda where the library of that name finds a GPU, with its name and versions', async () => {
    const library = backendLike({ isUsingGpuDevice: true });
    expect(await openedBeside({ '@tensorflow/tfjs-node-gpu': library }, 'cuda')).toBe(
      'cuda: a GPU, @tensorflow/tfjs-node-gpu 4.22.0, libtensorflow 2.9.1',
    );
  });

  it('reads no word of the command line: tfjs-node takes --dir for where its binding lies', async () => {
    const library = `if (process.argv.length > 2) throw new Error(process.argv.join()); ${backendLike({})}`;
    expect(await openedBeside({ '@tensorflow/tfjs-node': library }, 'native', ['--dir', 'solutions'])).toBe(
      'native: @tensorflow/tfjs-node 4.22.0, libtensorflow 2.9.1',
    );
  });

  it('finds the function that Node 23 dropped and tfjs-node calls', async () => {
    const library = backendLike({ callsDropped: true });
    expect(await openedBeside({ '@tensorflow/tfjs-node': library }, 'native')).toMatch(/^native: /);
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
    ['computes wrongly', backendLike({ product: 12 })],
  ])('is wasm where a better library %s', async (_, code) => {
    const told = `process.stdout.write('tried, then '); ${code}`;
    expect(await openedBeside({ '@tensorflow/tfjs-node': told })).toMatch(/^tried, then wasm: /);
  });

  it('is wasm where WebGPU has a software adapter alone', async () => {
    const libraries = {
      webgpu: dawnLike({ vendor: 'google', architecture: 'swiftshader', device: '', description: '' }),
      '@tensorflow/tfjs-backend-webgpu': 'module.exports = {};',
    };
    expect(await openedBeside(libraries)).toMatch(/^wasm: /);
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

/** What a process prints in which these libraries are installed: the device that opens and its detail, or the refusal. */
async function openedBeside(
  libraries: Readonly<Record<string, string>>,
  device: DeviceChoice = 'auto',
  words: string[] = [],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'handgrad-devices-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(root, 'reference'), join(folder, 'reference'), { recursive: true });
  const packages = join('node_modules', '@tensorflow');
  await mkdir(join(folder, packages), { recursive: true });
  for (const name of ['tfjs', 'tfjs-backend-wasm', 'tfjs-backend-cpu']) {
    await symlink(join(root, packages, name), join(folder, packages, name), 'junction');
  }
  for (const [name, code] of Object.entries(libraries))
    await write(join(folder, 'node_modules', name, 'index.js'), code);
  await write(join(folder, 'package.json'), '{ "type": "module" }');
  await write(
    join(folder, 'open.ts'),
    `import { openReference } from './reference/index.ts';
     const told = ({ device, detail }) => device + ': ' + detail;
     process.stdout.write(await openReference('${device}').then(told, (error) => error.message));`,
  );
  // From the project's root, where tsx is found; without what this machine may have of these libraries.
  const all = ['--import', 'tsx', join(folder, 'open.ts'), ...words];
  const env = { ...process.env, NODE_PATH: '', PATH: dirname(process.execPath) };
  return execFileSync(process.execPath, all, { cwd: root, encoding: 'utf8', env });
}

/** A stand-in for tfjs-node or its twin: a backend `tensorflow` that knows one product. */
function backendLike(has: { product?: number; isUsingGpuDevice?: boolean; callsDropped?: boolean }): string {
  return `
    const tf = require('@tensorflow/tfjs');
    class Backend extends tf.KernelBackend {
      constructor() {
        super();
        this.isUsingGpuDevice = ${has.isUsingGpuDevice ?? false};
        this.binding = { TF_Version: '2.9.1' };
        this.kept = new tf.DataStorage(this, tf.engine());
      }
      write(values, shape, dtype) {
        ${has.callsDropped === true ? "require('util').isNullOrUndefined(values);" : ''}
        const id = {};
        this.kept.set(id, values);
        return id;
      }
      read(id) { return Promise.resolve(this.kept.get(id)); }
      readSync(id) { return this.kept.get(id); }
      incRef() {}
      dispose() {}
      disposeData() { return true; }
      numDataIds() { return 0; }
      floatPrecision() { return 32; }
      epsilon() { return 1e-7; }
      timerAvailable() { return false; }
    }
    tf.registerBackend('tensorflow', () => new Backend());
    tf.registerKernel({
      kernelName: 'BatchMatMul',
      backendName: 'tensorflow',
      kernelFunc: ({ backend }) => {
        const numbers = Float32Array.of(${has.product ?? 11});
        return { dataId: backend.write(numbers, [1, 1], 'float32'), shape: [1, 1], dtype: 'float32' };
      },
    });
    module.exports = { version: tf.version };`;
}

/** A stand-in for Dawn with an adapter of this description. */
function dawnLike(info: Record<string, string> | null): string {
  const adapter = info && { info, limits: {}, features: [] };
  return `
    const gpu = { requestAdapter: () => Promise.resolve(${JSON.stringify(adapter)}) };
    module.exports = { create: () => gpu, globals: {} };`;
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
