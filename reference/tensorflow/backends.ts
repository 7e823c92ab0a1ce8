// Brings TensorFlow.js up on one device. Each opener resolves to a line of detail or throws DeviceUnavailable.

import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { DEVICES, DeviceUnavailable, type Device, type DeviceChoice } from '../devices.ts';

export interface OpenDevice {
  device: Device;
  detail: string;
}

/** Sets the backend asked for, `auto` the best that works; a broken better one never makes `auto` fail. */
export async function openDevice(choice: DeviceChoice): Promise<OpenDevice> {
  tf.enableProdMode(); // no advertisement for another backend on the terminal
  if (choice !== 'auto') return { device: choice, detail: await openers[choice]() };
  const refusals: string[] = [];
  for (const device of DEVICES) {
    try {
      return { device, detail: await openers[device]() };
    } catch (error) {
      refusals.push(`${device}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new DeviceUnavailable(`No device works here. ${refusals.join(' ')}`);
}

const openers: Record<Device, () => Promise<string>> = {
  cuda: () => openNodeBinding('@tensorflow/tfjs-node-gpu', 'cuda'),
  native: () => openNodeBinding('@tensorflow/tfjs-node', 'native'),
  webgpu: () =>
    Promise.reject(new DeviceUnavailable('Device webgpu is not supported by this version: use wasm.')),
  wasm: openWasm,
  cpu: openCpu,
};

/** tfjs-node and its GPU twin register the backend `tensorflow` as they load; without their binding loading throws. */
async function openNodeBinding(library: string, device: Device): Promise<string> {
  try {
    createRequire(import.meta.url)(library);
  } catch {
    throw new DeviceUnavailable(
      `Device ${device} needs ${library}, which is not installed here or lacks its binding: npm install ${library}`,
    );
  }
  await setBackend('tensorflow', device);
  return library;
}

async function openWasm(): Promise<string> {
  const { setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm');
  const library = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${path.dirname(library)}${path.sep}`);
  await setBackend('wasm', 'wasm');
  return `tfjs-backend-wasm ${version}`;
}

async function openCpu(): Promise<string> {
  const { version_cpu: version } = await import('@tensorflow/tfjs-backend-cpu');
  await setBackend('cpu', 'cpu');
  return `tfjs-backend-cpu ${version}`;
}

async function setBackend(backend: string, device: Device): Promise<void> {
  if (await tf.setBackend(backend)) return;
  throw new DeviceUnavailable(
    `Device ${device} did not start: TensorFlow.js refused its backend "${backend}".`,
  );
}
