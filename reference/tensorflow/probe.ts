// A process that tries one device and prints what became of it as one line of JSON: DeviceState of ../devices.ts.

import { DeviceUnavailable, type Device, type DeviceState } from '../devices.ts';
import { openDevice } from './backends.ts';

const device = process.argv[2] as Device;
process.stdout.write(`${JSON.stringify(await tryDevice(device))}\n`);

async function tryDevice(name: Device): Promise<DeviceState> {
  try {
    const { detail, isSoftware, close } = await openDevice(name);
    close();
    return { device: name, works: true, isForAuto: !isSoftware, detail, remedy: null };
  } catch (error) {
    const told = { device: name, works: false, isForAuto: false };
    if (error instanceof DeviceUnavailable) return { ...told, detail: error.reason, remedy: error.remedy };
    return { ...told, detail: error instanceof Error ? error.message : String(error), remedy: null };
  }
}
