import { expect, it } from 'vitest';
import { WorkerProcess } from '../../harness/worker.ts';

it('a process that cannot be started refuses what it is asked, and does not keep anybody waiting', async () => {
  const worker = new WorkerProcess<object, object>('/nowhere', ['batch', '--worker'], { isQuiet: true });
  await expect(worker.ask({})).rejects.toThrow(
    /^A process that grades cannot be started: spawn .* ENOENT\.$/,
  );
  await worker.close();
});
