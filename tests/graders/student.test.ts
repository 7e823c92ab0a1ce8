import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Student } from '../../graders/support/student.ts';
import { StudentProcess } from '../../harness/sandbox/host.ts';
import { folderOf } from '../harness/folder.ts';
import { LIMITS, machineOf, sandboxes } from '../harness/sandbox/students.ts';

/** Milliseconds after which a sandbox that never comes up is given up. */
const SOON = 500;

const found = await sandboxes('tests of sandboxes that do not come up');

describe.each(found)('a student in $mode', (sandbox) => {
  it.skipIf(sandbox.isSkipped)(
    'is not waited for a third time where its sandbox does not come up',
    async () => {
      const folder = await folderOf({ 'child.cjs': 'setInterval(() => {}, 1000);' });
      await chmod(path.dirname(folder), 0o755); // whom the sandbox runs it as may not be whom this is
      const machine = { ...machineOf(sandbox), child: path.join(folder, 'child.cjs') };
      const limits = { ...LIMITS, loadMs: SOON };
      const student = new Student({
        machine,
        limits,
        exports: [],
        libraries: [],
        script: { code: '' },
      } as never);
      const starts = vi.spyOn(StudentProcess, 'start');
      onTestFinished(() => starts.mockRestore());
      for (let check = 0; check < 4; check++)
        await expect(student.call('f', {}, { read: null })).rejects.toThrow(
          'the sandbox failed: could not be started: it was not there within 0.5 s',
        );
      expect(starts).toHaveBeenCalledTimes(2);
      await student.close();
    },
  );
});
