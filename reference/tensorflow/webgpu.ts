// WebGPU in Node: Dawn from the npm package `webgpu`, under TensorFlow.js's backend of that name.

import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { ADDED_BY, DeviceUnavailable } from '../devices.ts';

const BACKEND = 'webgpu';

/** What is used of the interface, whose types Node lacks. */
interface Gpu {
  requestAdapter(options: { powerPreference: string }): Promise<Adapter | null>;
}
interface Adapter {
  info: AdapterInfo;
  isFallbackAdapter?: boolean;
  features: Iterable<string>;
  limits: Record<string, number>;
  requestDevice(wanted: { requiredLimits: Record<string, number> }): Promise<Device>;
}
interface AdapterInfo {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  isFallbackAdapter?: boolean;
}
interface Device {
  destroy(): void;
}
interface Dawn {
  create(flags: string[]): Gpu;
  globals: Record<string, unknown>;
}
interface BackendLibrary {
  WebGPUBackend: new (device: Device, info: AdapterInfo) => tf.KernelBackend;
}

/** Limits that the backend makes use of; the least that WebGPU promises is too little for it. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
];

/** What opening a backend gives. */
export interface Opened {
  detail: string;
  /** Whether it is a GPU's interface without a GPU, which `auto` leaves alone. */
  isSoftware: boolean;
  /** Lets go of what keeps the process alive. */
  close: () => void;
}

/** The device that is open, which every further opening shares. */
let current: { adapter: Adapter; device: Device } | null = null;

/** Renderers that compute on the processor. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i;

/**
 * Opens the adapter that Dawn gives; `auto` refuses one that is software, since wasm is faster. Resolves to its name and a
 * function that lets go of it: while a device lives, Node does not end by itself.
 */
export async function openWebgpu(isAuto: boolean): Promise<Opened> {
  const { dawn, library } = load();
  const gpu = dawn.create([]);
  const adapter = current?.adapter ?? (await adapterOf(gpu));
  const name = nameOf(adapter.info);
  const isSoftware = computesOnProcessor(adapter);
  if (isAuto && isSoftware)
    throw new DeviceUnavailable(`Device webgpu has only a software adapter here (${name}): wasm is faster.`);
  if (!current) {
    const device = await adapter.requestDevice({ requiredLimits: limitsOf(adapter) });
    showGpu(gpu);
    tf.registerBackend(BACKEND, () => new library.WebGPUBackend(device, adapter.info));
    current = { adapter, device };
  }
  if (!(await tf.setBackend(BACKEND))) {
    close();
    throw new DeviceUnavailable(`Device webgpu did not start on ${name}.`);
  }
  const kind = isSoftware ? ' (software)' : '';
  return { detail: `${name}${kind}, tfjs-backend-webgpu ${tf.version_core}`, isSoftware, close };
}

function close(): void {
  tf.removeBackend(BACKEND);
  current?.device.destroy();
  current = null;
}

function load(): { dawn: Dawn; library: BackendLibrary } {
  const require = createRequire(import.meta.url);
  try {
    const dawn = require('webgpu') as Dawn;
    Object.assign(globalThis, dawn.globals); // the backend reads its constants from there
    return { dawn, library: require('@tensorflow/tfjs-backend-webgpu') as BackendLibrary };
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    const isMissing = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    const why = isMissing
      ? 'which are not installed here'
      : `which are installed and do not load (${reason.trim()})`;
    throw new DeviceUnavailable(
      `Device webgpu needs webgpu and @tensorflow/tfjs-backend-webgpu, ${why}`,
      ADDED_BY.webgpu,
    );
  }
}

/** The backend starts where `navigator.gpu` is; Node 20 has no navigator. */
function showGpu(gpu: Gpu): void {
  const { navigator = {} } = globalThis as { navigator?: object };
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator });
}

async function adapterOf(gpu: Gpu): Promise<Adapter> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter) return adapter;
  throw new DeviceUnavailable(
    'Device webgpu found no adapter: a driver for Vulkan, Metal or Direct3D 12 has to be installed.',
  );
}

function limitsOf({ limits }: Adapter): Record<string, number> {
  const given = LIMITS.map((name): [string, number | undefined] => [name, limits[name]]);
  return Object.fromEntries(given.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

function computesOnProcessor({ info, isFallbackAdapter }: Adapter): boolean {
  const words = Object.values({ ...info, of: nameOf(info) }).join(' ');
  return isFallbackAdapter === true || info.isFallbackAdapter === true || SOFTWARE.test(words);
}

function nameOf({ vendor, architecture, device, description }: AdapterInfo): string {
  return (
    description || [vendor, architecture, device].filter((word) => word !== '').join(' ') || 'an adapter'
  );
}
