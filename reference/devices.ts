// The names of the devices the TensorFlow.js reference can run on, best first, what choosing one means, and which work here.

import { execFile } from 'node:child_process';

export const DEVICES = ['cuda', 'native', 'webgpu', 'wasm', 'cpu'] as const;

export type Device = (typeof DEVICES)[number];
export type DeviceChoice = 'auto' | Device;

export const DEVICE_CHOICES: readonly DeviceChoice[] = ['auto', ...DEVICES];

/** The command that adds a device; what students do not need is not installed for them. */
export const ADDED_BY: Record<Device, string> = {
  cuda: 'npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0',
  native: 'npm install --no-save @tensorflow/tfjs-node@4.22.0',
  webgpu: 'npm install --no-save webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0',
  wasm: 'npm ci',
  cpu: 'npm ci',
};

/** A device that cannot be had here; its message says why and, in a command, what to do. */
export class DeviceUnavailable extends Error {
  override name = 'DeviceUnavailable';
  readonly reason: string;
  /** The command that helps; null where none does. */
  readonly remedy: string | null;

  constructor(reason: string, remedy: string | null = null) {
    super(remedy === null ? reason : `${reason}: ${remedy}`);
    this.reason = reason;
    this.remedy = remedy;
  }
}

export interface DeviceState {
  device: Device;
  works: boolean;
  /** Whether `auto` may take it; software adapters work and are left alone. */
  isForAuto: boolean;
  /** Its name and versions, or why it cannot be had. */
  detail: string;
  /** The command that adds or mends it; null where it works or no command helps. */
  remedy: string | null;
}

/** Shaders are compiled, libraries of a gigabyte are read: more than this is no device to grade on (ms). */
const PROBE_TIMEOUT_MS = 60_000;

/**
 * The state of every device, each tried in a process of its own by `probe` (the file that tensorflow/probe.ts is built
 * into): two of them register under one name, and a broken driver can end a process.
 */
export function deviceStates(probe: string): Promise<DeviceState[]> {
  return Promise.all(DEVICES.map((device) => stateOf(probe, device)));
}

function stateOf(probe: string, device: Device): Promise<DeviceState> {
  return new Promise((resolve) => {
    execFile(process.execPath, [probe, device], { timeout: PROBE_TIMEOUT_MS }, (error, printed) => {
      const told = /^\{.*\}$/m.exec(printed)?.[0];
      if (told !== undefined) return resolve(JSON.parse(told) as DeviceState);
      const how = error?.killed
        ? `gave no answer within ${PROBE_TIMEOUT_MS / 1000} s`
        : `ended its process (${error?.signal ?? `exit code ${String(error?.code)}`})`;
      resolve({ device, works: false, isForAuto: false, detail: `It ${how}.`, remedy: null });
    });
  });
}
