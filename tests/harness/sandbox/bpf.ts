// The kernel's classic BPF, as much of it as a filter of system calls may use here; anything else is an error.

/** A call as the kernel shows it to a filter. */
export interface Call {
  architecture: number;
  number: number;
  /** All 64 bits of it. */
  first?: bigint;
}

/** What a filter says of a call: the kernel's word, in full. */
export function verdictOf(program: Buffer, call: Call): number {
  const shown = dataOf(call);
  for (let [at, loaded] = [0, 0]; ; at++) {
    const offset = at * 8;
    if (offset + 8 > program.length) throw new Error(`instruction ${at} is beyond the program`);
    const code = program.readUInt16LE(offset);
    const value = program.readUInt32LE(offset + 4);
    if (code === 0x06) return value;
    if (code === 0x20) loaded = shown.readUInt32LE(value);
    else at += program.readUInt8(offset + (holds(code, loaded, value) ? 2 : 3));
  }
}

function holds(code: number, loaded: number, value: number): boolean {
  if (code === 0x15) return loaded === value;
  if (code === 0x35) return loaded >= value;
  if (code === 0x45) return (loaded & value) !== 0;
  throw new Error(`no instruction has the code ${code.toString(16)}`);
}

/** The kernel's `struct seccomp_data`, little-endian. */
function dataOf({ architecture, number, first = 0n }: Call): Buffer {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number, 0);
  data.writeUInt32LE(architecture, 4);
  data.writeBigUInt64LE(first, 16);
  return data;
}
