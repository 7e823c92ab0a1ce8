import { describe, expect, it } from 'vitest';
import { hasFilter, seccompFilter } from '../../../harness/sandbox/seccomp.ts';
import { DENIED } from '../../../harness/sandbox/syscalls.ts';
import { verdictOf } from './bpf.ts';

// What a filter says, in the kernel's words.
const ALLOWED = 0x7fff0000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const KILLED = 0x80000000;

/** The most instructions that the kernel takes. */
const MOST_INSTRUCTIONS = 4096;

/** The kernel's words for processors, and numbers of calls as its headers have them: written down here a second time. */
const x64 = {
  processor: 'x64',
  architecture: 0xc000003e,
  clone: 56,
  clone3: 435,
  denied: { socket: 41, connect: 42, fork: 57, vfork: 58, ptrace: 101, bpf: 321, io_uring_setup: 425 },
  allowed: { read: 0, write: 1, mmap: 9, ioctl: 16, execve: 59, futex: 202, epoll_wait: 232, prctl: 157 },
} as const;
const arm64 = {
  processor: 'arm64',
  architecture: 0xc00000b7,
  clone: 220,
  clone3: 435,
  denied: { socket: 198, connect: 203, ptrace: 117, unshare: 97, bpf: 280, io_uring_setup: 425 },
  allowed: { read: 63, write: 64, mmap: 222, ioctl: 29, execve: 221, futex: 98, epoll_pwait: 22, prctl: 167 },
} as const;

const CLONE_THREAD = 0x10000n;
/** What glibc asks of the kernel for a thread. */
const THREAD_FLAGS = 0x3d0f00n;

describe.each([x64, arm64])(
  'the filter for $processor',
  ({ processor, architecture, clone, clone3, denied, allowed }) => {
    const filter = seccompFilter(processor);
    const verdict = (number: number, first?: bigint) =>
      verdictOf(filter, { architecture, number, ...(first === undefined ? {} : { first }) });

    it.each(Object.entries(denied))('refuses %s', (_, number) => {
      expect(verdict(number)).toBe(EPERM);
    });

    it('refuses every call of its list', () => {
      const column = processor === 'x64' ? 0 : 1;
      const numbers = Object.values(DENIED).map((row) => row[column]);
      const known = numbers.filter((number) => number !== null);
      expect(known.length).toBeGreaterThan(70);
      expect(new Set(known).size).toBe(known.length);
      expect(known.filter((number) => verdict(number) !== EPERM)).toEqual([]);
    });

    it.each(Object.entries(allowed))('lets %s pass', (_, number) => {
      expect(verdict(number)).toBe(ALLOWED);
    });

    it('lets threads start and no process', () => {
      expect(verdict(clone, THREAD_FLAGS)).toBe(ALLOWED);
      expect(verdict(clone, THREAD_FLAGS & ~CLONE_THREAD)).toBe(EPERM);
      expect(verdict(clone, 17n)).toBe(EPERM); // SIGCHLD alone: a fork
      expect(verdict(clone, CLONE_THREAD << 32n)).toBe(EPERM); // a bit that the kernel does not look at
    });

    it('says of clone3 that there is no such call, so that the C library takes clone', () => {
      expect(verdict(clone3, THREAD_FLAGS)).toBe(ENOSYS);
    });

    it.each([
      ['x64', x64.architecture],
      ['arm64', arm64.architecture],
      ['32-bit x86', 0x40000003],
      ['32-bit arm', 0x40000028],
    ])('ends the process at any call through the interface of %s that is not its own', (name, other) => {
      const numbers = Object.values(allowed);
      const wanted = numbers.map(() => (name === processor ? ALLOWED : KILLED));
      expect(numbers.map((number) => verdictOf(filter, { architecture: other, number }))).toEqual(wanted);
    });

    it('is a program that the kernel takes: whole instructions, and no more than it allows', () => {
      expect(filter.length % 8).toBe(0);
      expect(filter.length / 8).toBeLessThan(MOST_INSTRUCTIONS);
    });
  },
);

it('refuses every call of the x32 interface on x64', () => {
  const filter = seccompFilter('x64');
  for (const number of [0x40000000, 0x40000001, 0x40000000 + 41, 0xffffffff])
    expect(verdictOf(filter, { architecture: x64.architecture, number })).toBe(EPERM);
});

it('there is a filter for x64 and arm64, and for nothing else', () => {
  expect(['x64', 'arm64', 'ia32', 'arm', 'riscv64', 'ppc64', 's390x'].filter(hasFilter)).toEqual([
    'x64',
    'arm64',
  ]);
});
