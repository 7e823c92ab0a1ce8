// The filter of system calls that bubblewrap installs as the last thing before it starts Node: a program of the kernel's
// classic BPF, which is eight bytes an instruction. It refuses and never kills, so that a library which merely tries gets an
// error to go on with; only a call through another processor's interface, which nothing honest makes, ends the process.

import {
  CLONE,
  CLONE3,
  CLONE_THREAD,
  DENIED,
  PROCESSORS,
  X32_CALLS,
  type Numbers,
  type Processor,
} from './syscalls.ts';

/** The words that the kernel names processors by. */
const ARCHITECTURES: Record<Processor, number> = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** What the kernel shows of a call: the offsets of the parts that are looked at (bytes). */
const CALL = { number: 0, architecture: 4, firstArgument: 16 };

/** Instructions, by the kernel's codes. */
const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_FROM = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;

/** What becomes of a call; errors are told as the kernel numbers them. */
const EPERM = 1;
const ENOSYS = 38;
const FAIL = 0x00050000;
const VERDICTS = {
  allow: 0x7fff0000,
  notPermitted: FAIL | EPERM,
  unknown: FAIL | ENOSYS,
  kill: 0x80000000,
};
type Verdict = keyof typeof VERDICTS;

const INSTRUCTION = 8; // bytes

interface Instruction {
  code: number;
  value: number;
  /** Where a jump goes: past this many instructions. */
  yes?: number;
  no?: number;
}

/** Whether there is a filter for this processor, which is named as in `process.arch`. */
export function hasFilter(processor: string): processor is Processor {
  return PROCESSORS.some((each) => each === processor);
}

/** The filter as bubblewrap reads it. */
export function seccompFilter(processor: Processor): Buffer {
  return Buffer.concat(program(processor).map(encode));
}

function program(processor: Processor): Instruction[] {
  const numberOf = (call: Numbers) => call[PROCESSORS.indexOf(processor)] ?? null;
  const refused = Object.values(DENIED)
    .map(numberOf)
    .filter((number) => number !== null);
  return [
    load(CALL.architecture),
    ...unless(JUMP_IF_EQUAL, ARCHITECTURES[processor], 'kill'),
    load(CALL.number),
    ...(processor === 'x64' ? when(JUMP_IF_FROM, X32_CALLS, 'notPermitted') : []),
    ...refused.flatMap((number) => when(JUMP_IF_EQUAL, number, 'notPermitted')),
    ...when(JUMP_IF_EQUAL, numberOf(CLONE3) ?? 0, 'unknown'),
    ...unless(JUMP_IF_EQUAL, numberOf(CLONE) ?? 0, 'allow'),
    load(CALL.firstArgument), // the lower half, where every flag of clone is
    ...unless(JUMP_IF_ANY_BIT, CLONE_THREAD, 'notPermitted'),
    end('allow'),
  ];
}

function load(offset: number): Instruction {
  return { code: LOAD, value: offset };
}

function end(verdict: Verdict): Instruction {
  return { code: RETURN, value: VERDICTS[verdict] };
}

/** Ends with the verdict where the test holds. */
function when(test: number, value: number, verdict: Verdict): Instruction[] {
  return [{ code: test, value, yes: 0, no: 1 }, end(verdict)];
}

/** Ends with the verdict where it does not. */
function unless(test: number, value: number, verdict: Verdict): Instruction[] {
  return [{ code: test, value, yes: 1, no: 0 }, end(verdict)];
}

/** As the kernel's `struct sock_filter`, little-endian as both processors are. */
function encode({ code, value, yes = 0, no = 0 }: Instruction): Buffer {
  const bytes = Buffer.alloc(INSTRUCTION);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(yes, 2);
  bytes.writeUInt8(no, 3);
  bytes.writeUInt32LE(value, 4);
  return bytes;
}
