// Opens the reference and says on which device it runs: for a result in which no exercise had a need of it.

import { inject, test } from 'vitest';
import type { Findings } from '../../harness/job.ts';
import type { DeviceChoice } from '../../reference/devices.ts';
import { openReference } from '../../reference/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    device: DeviceChoice;
  }
}

test('the reference opens', async ({ task }) => {
  task.file.meta.findings = await tryDevice(inject('device'));
});

async function tryDevice(choice: DeviceChoice): Promise<Findings> {
  try {
    const reference = await openReference(choice);
    const { device, detail } = reference;
    reference.close();
    return { message: null, figures: [], output: '', device, deviceDetail: detail };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { message, figures: [], output: '', device: choice, deviceDetail: '' };
  }
}
