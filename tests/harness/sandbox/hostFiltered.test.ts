// The filter of system calls in the real sandbox, looked at from outside, where no student's word is needed.

import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Readable, Writable } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { commandFor, StudentProcess, type Machine } from '../../../harness/sandbox/host.ts';
import { probeSandbox } from '../../../harness/sandbox/probe.ts';
import { hasFilter, seccompFilter } from '../../../harness/sandbox/seccomp.ts';
import { descendantsOf } from '../../cli/processes.ts';
import { skippedWithout } from '../../leftOut.ts';
import { faultOf, LIMITS, load, machineOf, sandboxes, scriptOf, type Sandbox } from './students.ts';

const found = await sandboxes('the filter of system calls');
const bubblewrap = found.find(({ mode }) => mode === 'bubblewrap') as Sandbox;

const isWithoutPerl = skippedWithout('calls by their numbers, and a stand-in for bubblewrap', 'perl');
const isX64 = process.arch === 'x64';
if (!isX64) process.stdout.write('skipped: calls by their numbers, which are those of an x64 processor\n');

describe.skipIf(bubblewrap.isSkipped)('in bubblewrap', () => {
  it('a student process runs filtered, without privileges, and cannot gain any', async () => {
    const student = await load(bubblewrap, 'export function f() { return new Promise(() => {}); }');
    const ended = faultOf(student.call('f', [], { read: null }));
    const inside = insidePid();
    const status = statusOf(inside);
    const wanted = { Seccomp: '2', NoNewPrivs: '1', CapEff: '0000000000000000', CapBnd: '0000000000000000' };
    expect(status).toMatchObject(wanted);
    await student.close();
    await ended;
  });

  it('a student process has standard streams and the two pipes of its frames, and nothing else of ours', async () => {
    await load(bubblewrap, 'export const f = 1;');
    const folder = `/proc/${insidePid()}/fd`;
    const open = readdirSync(folder).map(
      (name) => [Number(name), readlinkSync(path.join(folder, name))] as const,
    );
    // Beyond 4 there is what Node opens for itself: queues of events and pipes between its own threads.
    const foreign = open.filter(
      ([number, to]) => number > 4 && !/^(anon_inode:|pipe:|\/dev\/null$)/.test(to),
    );
    expect(foreign).toEqual([]);
    expect(open.map(([number]) => number)).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
  });

  it.each([
    [
      'connects',
      "await new Promise((_, fail) => net.connect(80, '127.0.0.1').on('error', fail))",
      'connect EPERM',
    ],
    [
      'listens',
      "await new Promise((_, fail) => net.createServer().listen(0).on('error', fail))",
      'listen EPERM',
    ],
    [
      'sends',
      "await new Promise((_, fail) => dgram.createSocket('udp4').on('error', fail).send('x', 53, '127.0.0.1'))",
      'EPERM',
    ],
    [
      'connects to a socket file',
      "await new Promise((_, fail) => net.connect('/tmp/s').on('error', fail))",
      'connect EPERM',
    ],
    ['asks for the network', 'os.networkInterfaces()', 'uv_interface_addresses'],
  ])('a student who %s is refused by the filter, whatever Node itself allows', async (_, statement, says) => {
    const student = startUnrestricted(machineOf(bubblewrap));
    const code = `const [net, dgram, os] = ['net', 'dgram', 'os'].map((name): any => process.getBuiltinModule(name));
      export async function f() { ${statement}; return 1; }\nvoid [net, dgram, os];`;
    await student.load(await scriptOf(code), []);
    const fault = await faultOf(student.call('f', [], { read: null }));
    expect(fault.message).toMatch(new RegExp(says, 'i'));
  });

  it('without the permission model the filter still lets no process start, and threads run', async () => {
    const student = startUnrestricted(machineOf(bubblewrap));
    const code = `const { spawnSync } = process.getBuiltinModule('node:child_process');
      const { Worker } = process.getBuiltinModule('node:worker_threads');
      export const spawned = () => { throw spawnSync('/node', ['-e', '1']).error; };
      export const threaded = () => new Promise<number>((done) =>
        new Worker("require('worker_threads').parentPort.postMessage(7)", { eval: true }).on('message', done));`;
    await student.load(await scriptOf(code), []);
    expect((await faultOf(student.call('spawned', [], { read: null }))).message).toMatch(
      /spawnSync \/node EPERM/,
    );
    const { value } = await student.call('threaded', [], { read: null });
    expect(value).toEqual({ kind: 'number', number: 7 });
  });

  it('the libraries of the exercises compute as they do without a filter', async () => {
    const libraries = ['ml-matrix', '@tensorflow/tfjs', '@jax-js/jax'];
    const code = `import { Matrix } from 'ml-matrix';
      import * as tf from '@tensorflow/tfjs';
      import { numpy as np } from '@jax-js/jax';
      export const f = () => [Matrix.ones(2, 3).mmul(Matrix.ones(3, 2)).sum(),
        tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).sum().dataSync()[0], np.ones([2, 3]).sum().js()];`;
    const student = startAs(machineOf(bubblewrap));
    await student.load(await scriptOf(code, libraries), [], libraries);
    const { value } = await student.call('f', [], { read: null });
    expect(value).toMatchObject({ kind: 'vector', tensor: { data: Float64Array.of(12, 12, 6) } });
  });

  it.skipIf(isWithoutPerl)(
    'where bubblewrap refuses the filter, the sandbox is used without it and says so',
    async () => {
      const folder = standIn(REFUSES_FILTERS);
      vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
      onTestFinished(() => void vi.unstubAllEnvs());
      const { child } = machineOf(bubblewrap);
      const probed = await probeSandbox('auto', { child, companions: [] }, LIMITS);
      expect(probed.machine.bubblewrap).toBe(path.join(folder, 'bwrap'));
      expect({ name: probed.name, filtered: probed.machine.filtered, detail: probed.detail }).toEqual({
        name: 'bubblewrap+permission',
        filtered: null,
        detail:
          'System calls are not filtered: bubblewrap takes no filter here (bwrap: prctl(PR_SET_SECCOMP): Invalid argument).',
      });
      const student = startAs(probed.machine);
      await student.load('', []);
      expect(statusOf(insidePid()).Seccomp).not.toBe('2');
    },
  );
});

/** Tries calls by their numbers and prints what the kernel says of each: 0 for done, else the number of the error. */
const TRIES =
  'for (@ARGV) { my ($n, @a) = map { $_ + 0 } split /,/; print syscall($n, @a) < 0 ? $! + 0 : 0, "\\n" }';
const [EPERM, ENOSYS] = [1, 38];

describe.skipIf(bubblewrap.isSkipped || isWithoutPerl || !isX64)('the kernel, given the filter', () => {
  it.each([
    ['socket', '41,1,1,0', EPERM],
    ['socketpair', '53,1,1,0', EPERM],
    ['fork', '57', EPERM],
    ['vfork', '58', EPERM],
    ['clone of a process', '56,17,0,0,0,0', EPERM],
    ['clone3', '435,0,0', ENOSYS],
    ['ptrace', '101,0,0,0', EPERM],
    ['unshare', '272,268435456', EPERM],
    ['bpf', '321,0,0,0', EPERM],
    ['io_uring_setup', '425,1,0', EPERM],
    ['keyctl', '250,0,0', EPERM],
    ['memfd_create', '319,0,0', EPERM],
    ['personality', '135,4294967295', EPERM],
    ['getpid of the x32 interface', '1073741863', EPERM],
    ['getpid', '39', 0],
  ])('answers %s as the filter says', async (_, call, error) => {
    expect(await perl(call)).toBe(`${error}\n`);
  });
});

/** What perl prints of a call, under bubblewrap with nothing but the filter. */
async function perl(call: string): Promise<string> {
  if (!hasFilter(process.arch)) throw new Error(`no filter for ${process.arch}`);
  const words = ['--unshare-user', '--dev-bind', '/', '/', '--seccomp', '3', '--', 'perl', '-e', TRIES, call];
  const { bubblewrap: program } = machineOf(bubblewrap);
  const child = spawn(program ?? 'bwrap', words, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  (child.stdio[3] as Writable).end(seccompFilter(process.arch));
  return (await buffer(child.stdout as Readable)).toString('utf8');
}

/** bubblewrap as it is where the kernel takes no filter; all else is left to the real one. */
const REFUSES_FILTERS = `#!/usr/bin/perl
open(my $in, '<&=6'); local $/; my @words = split /\\0/, <$in>;
if (grep { $_ eq '--seccomp' } @words) { print STDERR "bwrap: prctl(PR_SET_SECCOMP): Invalid argument\\n"; exit 1 }
my ($end) = grep { $ARGV[$_] eq '--' } 0 .. $#ARGV;
exec '/usr/bin/bwrap', '--json-status-fd', 5, @words, @ARGV[$end + 1 .. $#ARGV];
`;

/** A folder with a program of this text as bwrap. */
function standIn(text: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  writeFileSync(path.join(folder, 'bwrap'), text, { mode: 0o755 });
  return folder;
}

function startAs(machine: Machine): StudentProcess {
  const student = StudentProcess.start(commandFor(machine, LIMITS), LIMITS);
  onTestFinished(() => student.close());
  return student;
}

/** Node 24 takes more for a second thread than the limit of other tests. */
const ROOMY = { ...LIMITS, memoryBytes: 2 * 1024 ** 3 };

/** A student process to which Node itself refuses nothing. */
function startUnrestricted(machine: Machine): StudentProcess {
  const command = commandFor(machine, ROOMY);
  const words = command.arguments.filter((word) => !/permission|--allow-fs-read/.test(word));
  expect(words.length).toBeLessThan(command.arguments.length);
  const student = StudentProcess.start({ ...command, arguments: words }, ROOMY);
  onTestFinished(() => student.close());
  return student;
}

/** The process of the student's code: the innermost one below this one. */
function insidePid(): number {
  const inside = descendantsOf(process.pid).findLast(({ command }) => command.startsWith('/node '));
  if (!inside) throw new Error('no process runs /node');
  return inside.pid;
}

/** What the kernel says of a process. */
function statusOf(pid: number): Record<string, string> {
  const rows = readFileSync(`/proc/${pid}/status`, 'utf8').matchAll(/^(\w+):\s*(.*)$/gm);
  return Object.fromEntries([...rows].map(([, name = '', value = '']) => [name, value]));
}
