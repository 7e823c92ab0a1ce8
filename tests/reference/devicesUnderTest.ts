// The devices that tests run on: those that every installation has, and those that are here beyond that.

import { openReference, type DeviceChoice } from '../../reference/index.ts';

export interface DeviceUnderTest {
  device: DeviceChoice;
  isSkipped: boolean;
}

/** Devices that have been installed on purpose, such as `native,webgpu`: then tests run on these alone, and none is skipped. */
const promised = (process.env.HANDGRAD_DEVICES ?? '').split(',').filter((name) => name !== '');

/** The devices for tests of `everywhere` and of what more there is; one that is missing is skipped with the reason printed. */
export async function devicesUnderTest(...everywhere: DeviceChoice[]): Promise<DeviceUnderTest[]> {
  if (promised.length > 0)
    return promised.map((device) => ({ device: device as DeviceChoice, isSkipped: false }));
  const always = everywhere.map((device) => ({ device, isSkipped: false }));
  return [...always, ...(await Promise.all((['native', 'webgpu'] as const).map(tried)))];
}

async function tried(device: DeviceChoice): Promise<DeviceUnderTest> {
  try {
    (await openReference(device)).close();
    return { device, isSkipped: false };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stdout.write(`skipped: tests on ${device}, for ${reason}\n`);
    return { device, isSkipped: true };
  }
}
