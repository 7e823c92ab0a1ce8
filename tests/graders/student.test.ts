import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Student } from '../../graders/support/student.ts';
import { StudentProcess } from '../../harness/sandbox/host.ts';
import { LIMITS, machineWith, sandboxes, SILENT } from '../harness/sandbox/students.ts';

/** Milliseconds after which a sandbox that never comes up is given up. */
const SOON = 500;

const found = await sandboxes('tests of sandboxes that do not come up');

describe.each(found)('a student in $mode', (sandbox) => {
  it.skipIf(sandbox.isSkipped)(
    'is not waited for a third time where its sandbox does not come up',
    async () => {
      const machine = await machineWith(sandbox, SILENT);
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
