// Devices that a plain installation lacks: tests skip them and say why, except where they are said to be there.

import { openReference, type DeviceChoice } from '../../reference/index.ts';

/** Devices that must not be missing, such as `native,webgpu`: set where they have been installed on purpose. */
const PROMISED = (process.env.HANDGRAD_DEVICES ?? '').split(',');

/** Whether tests on `device` are skipped, which they print; a device that is promised is never skipped. */
export async function extraDevice(
  device: DeviceChoice,
): Promise<{ device: DeviceChoice; isSkipped: boolean }> {
  if (PROMISED.includes(device)) return { device, isSkipped: false };
  try {
    (await openReference(device)).close();
    return { device, isSkipped: false };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stdout.write(`skipped: tests on ${device}, for ${reason}\n`);
    return { device, isSkipped: true };
  }
}
