// The names of the devices the TensorFlow.js reference can run on, best first, and what choosing one means.

export const DEVICES = ['cuda', 'native', 'webgpu', 'wasm', 'cpu'] as const;

export type Device = (typeof DEVICES)[number];
export type DeviceChoice = 'auto' | Device;

export const DEVICE_CHOICES: readonly DeviceChoice[] = ['auto', ...DEVICES];

/** A device that cannot be had here; its message says why and what to install. */
export class DeviceUnavailable extends Error {
  override name = 'DeviceUnavailable';
}
