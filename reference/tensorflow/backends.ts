// Brings TensorFlow.js up on one device. Each opener resolves to a line of detail or throws DeviceUnavailable.

import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { DEVICE_CHOICES, DEVICES, DeviceUnavailable, type Device, type DeviceChoice } from '../devices.ts';
import { makeWasmFast } from '../kernels/faster.ts';
import { openNodeBinding } from './nodeBinding.ts';
import { openWebgpu, type Opened } from './webgpu.ts';

export interface OpenDevice extends Opened {
  device: Device;
}

/** Sets the backend asked for, `auto` the best that works; a broken better one never makes `auto` fail. */
export async function openDevice(choice: DeviceChoice): Promise<OpenDevice> {
  tf.enableProdMode(); // no advertisement for another backend on the terminal
  if (choice !== 'auto') return openOne(choice, false);
  const refusals: string[] = [];
  for (const device of DEVICES) {
    try {
      return await openOne(device, true);
    } catch (error) {
      refusals.push(`${device}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new DeviceUnavailable(`No device works here. ${refusals.join(' ')}`);
}

async function openOne(device: Device, isAuto: boolean): Promise<OpenDevice> {
  const open = openers[device] as (typeof openers)[Device] | undefined;
  if (!open)
    throw new DeviceUnavailable(`There is no device "${device}": name one of ${DEVICE_CHOICES.join(', ')}.`);
  const opened = await open(isAuto);
  await requireWorking(device);
  return { device, ...opened };
}

const openers: Record<Device, (isAuto: boolean) => Promise<Opened>> = {
  cuda: async () => kept(await openNodeBinding('cuda')),
  native: async () => kept(await openNodeBinding('native')),
  webgpu: openWebgpu,
  wasm: async () => kept(await openWasm()),
  cpu: async () => kept(await openCpu()),
};

/** A backend that lives as long as the process, and does not keep it alive. */
function kept(detail: string): Opened {
  return { detail, isSoftware: false, close: () => {} };
}

let isTuned = false;

async function openWasm(): Promise<string> {
  const { setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm');
  const library = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${path.dirname(library)}${path.sep}`);
  await setBackend('wasm', 'wasm');
  if (!isTuned) makeWasmFast(tf);
  isTuned = true;
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

/** A product small enough to cost nothing: a library can load, and its driver still compute nothing. */
async function requireWorking(device: Device): Promise<void> {
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]))); // (1, 2) @ (2, 1)
  const [eleven] = await product.data();
  product.dispose();
  if (eleven !== 11)
    throw new DeviceUnavailable(`Device ${device} computes wrongly: [1, 2] @ [3, 4] gave ${String(eleven)}.`);
}
