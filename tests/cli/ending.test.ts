import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { grade, root, submissionWith, temporaryFolder } from './command.ts';
import { descendantsOf, processesWith } from './processes.ts';

const LAUNCH = path.join(root, 'harness', 'launch.mjs');

/** The command has printed by then, on an idle machine (seconds); on a busy one the reader is merely prompt. */
const LATE_S = 6;

/** What a pipe holds that nobody reads. */
const PIPE_BYTES = 64 * 1024;

/** Until a student's code is in its loop, and until a process that was killed is gone (ms). */
const SETTLED_MS = 1000;

it.skipIf(process.platform === 'win32')(
  'a result on standard output is whole, however late it is read from a pipe',
  async () => {
    const solutions = path.join(root, 'solutions');
    const command = `'${process.execPath}' '${LAUNCH}' grade 07 08 --json --dir '${solutions}' --out '${temporaryFolder()}'`;
    const { stdout } = await promisify(execFile)('sh', ['-c', `${command} | (sleep ${LATE_S}; cat)`], {
      cwd: root,
      maxBuffer: 2 ** 20,
    });
    expect(stdout.length).toBeGreaterThan(2 * PIPE_BYTES);
    expect((JSON.parse(stdout) as Result).status).toBe('passed');
  },
);

it.skipIf(process.platform === 'win32')(
  'a reader who goes away ends no grading: its reports are written, and its exit code stands',
  async () => {
    const out = temporaryFolder();
    const words = ['grade', '07', '--json', '--dir', path.join(root, 'solutions'), '--out', out];
    const child = spawn(process.execPath, [LAUNCH, ...words], { cwd: root });
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Result).status).toBe('passed');
  },
);

it.runIf(process.platform === 'linux')('a result that does not reach the disk is no success', async () => {
  const command = `'${process.execPath}' '${LAUNCH}' grade 07 --json --dir solutions --out '${temporaryFolder()}' > /dev/full`;
  const child = spawn('sh', ['-c', command], { cwd: root, stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([3, null]);
});

it('a report that cannot be written takes neither the verdict nor the other reports with it', async () => {
  const out = temporaryFolder();
  mkdirSync(path.join(out, 'index.html'));
  const { code, stdout, stderr } = await grade('07', '--dir', path.join(root, 'solutions'), '--out', out);
  expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 3, lines: 1 });
  expect(stdout).toContain('Score 5 of 5');
  expect(readdirSync(out).toSorted()).toEqual(['index.html', 'result.json']);
});

it('what nobody caught is one sentence, and our failure', async () => {
  const fault = path.join(temporaryFolder(), 'fault.cjs');
  // As soon as the command listens, as a process that cannot be started does it.
  writeFileSync(
    fault,
    `setInterval(() => { if (process.listenerCount('uncaughtException') === 1) throw new Error('spawn ENOENT'); });`,
  );
  const words = ['--require', fault, LAUNCH, 'sandbox'];
  const ended = await promisify(execFile)(process.execPath, words, { cwd: root }).catch(
    (error: unknown) => error,
  );
  expect(ended).toMatchObject({ code: 3, stderr: 'spawn ENOENT\n' });
});

it.runIf(process.platform === 'linux').each(['SIGINT', 'SIGTERM'] as const)(
  'a grading that is ended by %s says nothing, and takes what it started with it',
  async (signal) => {
    const folder = submissionWith({ '01-forward.ts': LOOP });
    const words = ['grade', '01', '--sandbox', 'permission', '--dir', folder, '--out', temporaryFolder()];
    const child = spawn(process.execPath, [LAUNCH, ...words], { cwd: root, detached: true });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const students = await whenStarted(child.pid ?? 0);
    const ended = once(child, 'exit');
    child.kill(signal);
    expect(await ended).toEqual([128 + os.constants.signals[signal], null]);
    await setTimeout(SETTLED_MS);
    expect(students).not.toEqual([]);
    const left = processesWith('child.cjs').filter(({ pid }) => students.includes(pid));
    expect([left, said.replaceAll(/.*01-forward.*/g, '').trim()]).toEqual([[], '']);
  },
);

const LOOP = `
export const linear = () => { for (;;); };
export const [relu, softmax, crossEntropy, forward] = [linear, linear, linear, linear];
`;

/** The processes of students that run below `pid`, once one is in its loop: the first one only tries the sandbox. */
async function whenStarted(pid: number): Promise<number[]> {
  const students = () => descendantsOf(pid).filter(({ command }) => command.includes('child.cjs'));
  for (const settledMs of [SETTLED_MS, SETTLED_MS]) {
    while (students().length === 0) await setTimeout(50);
    await setTimeout(settledMs);
  }
  return students().map((each) => each.pid);
}
