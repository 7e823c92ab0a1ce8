import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { commandFor, StudentProcess } from '../../../harness/sandbox/host.ts';
import { allParents } from '../../cli/processes.ts';
import { skippedWithout } from '../../leftOut.ts';
import {
  faultOf,
  LIMITS,
  load,
  machineOf,
  machineWith,
  sandboxes,
  scriptOf,
  SILENT,
  start,
  type Sandbox,
} from './students.ts';

/** Milliseconds for what comes at once on a machine that is not busy. */
const PATIENCE = { timeout: 20_000 };
/** Milliseconds for what never ends. */
const SOON = 500;

const isLinux = process.platform === 'linux';
const isWithoutPs = !isLinux && skippedWithout('what a student process leaves running', 'ps');

const found = await sandboxes('the life of a student process');

describe.each(found)('in $mode', (sandbox) => {
  describe.skipIf(sandbox.isSkipped)('a student process', () => {
    it('tells the kind of every export asked for', async () => {
      const student = start(sandbox);
      const code = await scriptOf(
        'export function f() {}\nexport const g = () => 1, n = 1;\nexport class C {}',
      );
      expect(await student.load(code, ['f', 'g', 'n', 'C', 'nope'])).toEqual([
        'function',
        'function',
        'number',
        'function',
        'undefined',
      ]);
    });

    it.each([
      ['throws', "throw new Error('at the top');", 'threw', 'threw Error: at the top'],
      [
        'never ends',
        'for (;;);',
        'timed-out',
        'did not return within 0.5 s: is there a loop that never ends?',
      ],
      [
        'exits',
        'process.exit(0);',
        'exited',
        'ended the process (exit code 0) before it returned: remove process.exit',
      ],
      [
        'never resolves',
        'await new Promise(() => {});',
        'timed-out',
        'did not return within 0.5 s: is there a loop that never ends?',
      ],
    ])('whose top level %s does not load', async (_, code, kind, says) => {
      const student = start(sandbox, { ...LIMITS, loadMs: kind === 'timed-out' ? SOON : LIMITS.loadMs });
      const fault = await faultOf(student.load(await scriptOf(code), []));
      expect([fault.kind, fault.message]).toEqual([kind, says]);
    });

    it('shows what it printed, cut at the limit', async () => {
      const code = `export const out = (n: number) => console.log('x'.repeat(n));
        export const err = () => console.error('err');`;
      const student = await load(sandbox, code);
      const print = async (name: string, given: number[], shown: string) => {
        await student.call(name, given, { read: null });
        // Output takes a way of its own, which may be slower than the answer's.
        await vi.waitFor(() => expect(student.output()).toBe(shown), PATIENCE);
      };
      await print('out', [3], 'xxx\n');
      await print('err', [], 'xxx\nerr\n');
      const cut = '[cut: 2009 bytes were printed, 1024 are shown]';
      await print('out', [2000], `xxx\nerr\n${'x'.repeat(1024 - 8)}\n${cut}\n`);
    });

    it('that prints up to the limit of output is left alone, and with a byte more stopped', async () => {
      const code = "export const f = (n: number) => void process.stdout.write('x'.repeat(n));";
      const student = await load(sandbox, code);
      await student.call('f', [LIMITS.outputStopBytes], { read: null });
      await vi.waitFor(() => expect(student.output()).toContain('cut: 65536 bytes'), PATIENCE);
      expect(student.alive).toBe(true);
      // The answer may be faster than the byte.
      await student.call('f', [1], { read: null }).catch(() => {});
      await vi.waitFor(() => expect(student.alive).toBe(false), PATIENCE);
      expect((await faultOf(student.call('f', [0], { read: null }))).kind).toBe('flooded');
    });

    it('that is closed says so, to the request that waits and to any other', async () => {
      const student = await load(sandbox, 'export function f() { return new Promise(() => {}); }');
      const waiting = faultOf(student.call('f', [], { read: null, timeoutMs: SOON }));
      await student.close();
      const later = await faultOf(student.call('f', [], { read: null }));
      expect([later.kind, later.message]).toEqual(['closed', 'was asked of a process that has been closed']);
      expect((await waiting).kind).toBe('closed');
    });

    it('may be closed twice, and after it has ended by itself', async () => {
      const student = await load(sandbox, 'export function f() { process.exit(0); }');
      await faultOf(student.call('f', [], { read: null }));
      await student.close();
      await student.close();
      expect(student.alive).toBe(false);
    });

    it.skipIf(isWithoutPs).each([
      ['a loop that never ends', 'for (;;);'],
      ['a flood', "for (;;) console.log('x'.repeat(1000));"],
      ['timers that go on', 'setInterval(() => {}, 1); return new Promise(() => {});'],
    ])('leaves nothing running behind after %s', async (_, body) => {
      const student = await load(sandbox, `export function f() { ${body} }`);
      const ended = faultOf(student.call('f', [], { read: null, timeoutMs: SOON }));
      const started = descendants();
      expect(started.length).toBeGreaterThan(0);
      await ended;
      await student.close();
      expect(started.filter((pid) => running().has(pid))).toEqual([]);
    });

    it('that answers in time is heard, however late this process looks', async () => {
      const student = await load(sandbox, 'export function f() { return 7; }');
      const answer = student.call('f', [], { read: null, timeoutMs: SOON });
      for (const end = Date.now() + 2 * SOON; Date.now() < end;); // at work itself
      expect((await answer).value).toEqual({ kind: 'number', number: 7 });
    });

    it('that does not come up in time is no fault of the student', async () => {
      const machine = await machineWith(sandbox, SILENT);
      const student = StudentProcess.start(commandFor(machine, LIMITS), { ...LIMITS, loadMs: SOON });
      const fault = await faultOf(student.load('', []));
      await student.close();
      expect([fault.kind, fault.message]).toEqual([
        'unstarted',
        'could not be started: it was not there within 0.5 s',
      ]);
    });

    it('whose library cannot be loaded is no fault of the student', async () => {
      const machine = await machineWith(sandbox, readFileSync(machineOf(sandbox).child, 'utf8'));
      const student = StudentProcess.start(commandFor(machine, LIMITS), LIMITS);
      const script = await scriptOf('export const f = 1;');
      const fault = await faultOf(student.load(script, ['f'], ['@tensorflow/tfjs']));
      await student.close();
      expect(fault.kind).toBe('unstarted');
    });

    it('that cannot be started is no fault of the student', async () => {
      const student = startWithout(sandbox);
      const fault = await faultOf(student.load('', []));
      await student.close();
      expect(fault.kind).toBe('unstarted');
    });
  });
});

/** A process whose program is not there. */
function startWithout(sandbox: Sandbox): StudentProcess {
  const machine = { ...machineOf(sandbox), child: '/nowhere/child.cjs' };
  return StudentProcess.start(commandFor(machine, LIMITS), LIMITS);
}

/** The parent of every process there is, by process id. */
function running(): Map<number, number> {
  if (isLinux) return allParents();
  const { stdout, pid: ps } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  return new Map(rows.filter(([pid]) => pid !== ps).map(([pid = 0, parent = 0]) => [pid, parent]));
}

/** What this very process has started and still runs, at any depth. */
function descendants(): number[] {
  const parents = running();
  const isMine = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === process.pid || isMine(parent));
  };
  return [...parents.keys()].filter(isMine);
}
