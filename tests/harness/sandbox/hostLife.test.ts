import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandFor, StudentProcess } from '../../../harness/sandbox/host.ts';
import { faultOf, LIMITS, load, sandboxes, scriptOf, start, type Sandbox } from './students.ts';

/** Milliseconds for what never ends. */
const SOON = 500;

const found = await sandboxes('the life of a student process');

describe.each(found)('in $mode, a student process', (sandbox) => {
  const test = it.skipIf(sandbox.isSkipped);

  test('tells the kind of every export asked for', async () => {
    const student = start(sandbox);
    const code = await scriptOf(
      'export function f() {}\nexport const g = () => 1, n = 1;\nexport class C {}',
    );
    expect(await student.load(code, ['f', 'g', 'n', 'C', 'nope', 'toString'])).toEqual([
      'function',
      'function',
      'number',
      'function',
      'undefined',
      'undefined',
    ]);
  });

  test.each([
    ['throws', "throw new Error('at the top');", 'threw', 'threw Error: at the top'],
    ['never ends', 'for (;;);', 'timed-out', 'did not return within 0.5 s: is there a loop that never ends?'],
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
    ['does not parse', 'export const a = 1; } {', 'threw', "threw SyntaxError: Unexpected token '}'"],
  ])('whose top level %s does not load', async (_, code, kind, says) => {
    // Only a bundle that the bundler never made does not parse.
    const script = code.includes('export') ? code.replace('export', '') : await scriptOf(code);
    const student = start(sandbox, { ...LIMITS, loadMs: kind === 'timed-out' ? SOON : LIMITS.loadMs });
    const fault = await faultOf(student.load(script, []));
    expect([fault.kind, fault.message]).toEqual([kind, says]);
  });

  test('shows what it printed, in order, cut at the limit', async () => {
    const code = `export function f(n: number) {
      console.log('out'); console.error('err'); console.log('x'.repeat(n));
    }`;
    const student = await load(sandbox, code);
    await student.call('f', [3], { read: null });
    expect(student.output()).toBe('out\nerr\nxxx\n');
    await student.call('f', [2000], { read: null });
    const { length } = 'out\nerr\nxxx\nout\nerr\n';
    expect(student.output()).toBe(
      `out\nerr\nxxx\nout\nerr\n${'x'.repeat(1024 - length)}\n[cut: 2021 bytes were printed, 1024 are shown]\n`,
    );
  });

  test('that printed up to the limit of output is left alone', async () => {
    const student = await load(
      sandbox,
      "export function f(n: number) { process.stdout.write('x'.repeat(n)); }",
    );
    await student.call('f', [LIMITS.outputStopBytes], { read: null });
    expect(student.alive).toBe(true);
    const fault = await faultOf(
      student.call('f', [1], { read: null }).then(() => student.call('f', [0], { read: null })),
    );
    expect(fault.kind).toBe('flooded');
  });

  test('that is closed says so, to the request that waits and to any other', async () => {
    const student = await load(sandbox, 'export function f() { return new Promise(() => {}); }');
    const waiting = faultOf(student.call('f', [], { read: null }, SOON));
    await student.close();
    const later = faultOf(student.call('f', [], { read: null }));
    expect([(await later).kind, (await later).message]).toEqual([
      'closed',
      'was asked of a process that has been closed',
    ]);
    expect((await waiting).kind).toBe('closed');
  });

  test('may be closed twice, and after it has ended by itself', async () => {
    const student = await load(sandbox, 'export function f() { process.exit(0); }');
    await faultOf(student.call('f', [], { read: null }));
    await student.close();
    await student.close();
    expect(student.alive).toBe(false);
  });

  test.each([
    ['a loop that never ends', 'for (;;);'],
    ['a flood', "for (;;) console.log('x'.repeat(1000));"],
    ['timers that go on', 'setInterval(() => {}, 1); return new Promise(() => {});'],
  ])('leaves nothing running behind after %s', async (_, body) => {
    const student = await load(sandbox, `export function f() { ${body} }`);
    const ended = faultOf(student.call('f', [], { read: null }, SOON));
    const started = descendants();
    expect(started.length).toBeGreaterThan(0);
    await ended;
    await student.close();
    expect(started.filter((pid) => running().has(pid))).toEqual([]);
  });

  test('that cannot be started is no fault of the student', async () => {
    const student = await startWithout(sandbox);
    const fault = await faultOf(student.load('', []));
    await student.close();
    expect(fault.kind).toBe('unstarted');
  });
});

/** A process whose program is not there. */
function startWithout({ mode, probed }: Sandbox): StudentProcess {
  if (!probed) throw new Error(`there is no ${mode} here`);
  const machine = { ...probed.machine, child: '/nowhere/child.cjs' };
  return StudentProcess.start(commandFor(machine, LIMITS), LIMITS);
}

/** The parent of every process there is. */
function running(): Map<number, number> {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  return new Map(rows.map(([pid = 0, parent = 0]) => [pid, parent]));
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
