import { describe, expect, it, vi } from 'vitest';
import { faultOf, LIMITS, load, sandboxes } from './students.ts';

/** Milliseconds that a call gets which never returns. */
const SOON = 500;

/** Milliseconds for what comes at once on a machine that is not busy. */
const PATIENCE = { timeout: 20_000 };

/** Lets a student write whatever it likes into the channel of its replies. */
const CHANNEL = `const fs = process.getBuiltinModule('node:fs');
const frame = (header: unknown, ...numbers: number[]) => {
  const text = Buffer.from(JSON.stringify(header));
  const lengths = Uint32Array.of(4 + text.length + 8 * numbers.length, text.length);
  fs.writeSync(4, Buffer.concat([Buffer.from(lengths.buffer), text, Buffer.from(Float64Array.from(numbers).buffer)]));
};`;

const NEVER = 'did not return within 0.5 s: is there a loop that never ends?';
const WROTE = 'wrote into the channel that carries its results, and was stopped';

/** What only prlimit stops: without it, memory that nobody touches costs nothing. */
const NEEDS_PRLIMIT = '2 GB in one piece';

const endings: [what: string, body: string, kind: string, says: string | RegExp][] = [
  ['a loop that never ends', 'for (;;);', 'timed-out', NEVER],
  ['a promise that never resolves', 'return new Promise(() => {});', 'timed-out', NEVER],
  [
    'an exit',
    'process.exit(0);',
    'exited',
    'ended the process (exit code 0) before it returned: remove process.exit',
  ],
  ['something thrown', "throw new RangeError('far out');", 'threw', 'threw RangeError: far out'],
  ['words thrown', "throw 'just words';", 'threw', 'threw just words'],
  ['nothing thrown', 'throw undefined;', 'threw', 'threw undefined'],
  [
    'a thing thrown that cannot be shown',
    'throw { toString() { throw 1; } };',
    'threw',
    'threw something that cannot be shown',
  ],
  ['a rejection', "return Promise.reject(new TypeError('no'));", 'threw', 'threw TypeError: no'],
  ['endless recursion', 'return f() + 1;', 'threw', 'threw RangeError: Maximum call stack size exceeded'],
  ['an abort', 'process.abort();', 'crashed', /^crashed \((SIGABRT|signal 6)\)$/],
  [
    'a kill',
    "process.kill(process.pid, 'SIGKILL'); for (;;);",
    'crashed',
    'was stopped by the system: it used up its time or its memory',
  ],
  [
    'an error that comes while it waits',
    "setTimeout(() => { throw new TypeError('late'); }); return new Promise(() => {});",
    'crashed',
    'crashed with TypeError: late',
  ],
  [
    'a forgotten rejection',
    "void Promise.reject(new TypeError('forgotten')); return new Promise(() => {});",
    'crashed',
    'crashed with TypeError: forgotten',
  ],
  [
    'words thrown while it waits',
    "setTimeout(() => { throw 'late words'; }); return new Promise(() => {});",
    'crashed',
    /late words/,
  ],
  [
    'a flood of output',
    "for (;;) console.log('x'.repeat(1000));",
    'flooded',
    'printed more than 64 KiB and was stopped: print less',
  ],
  [
    'a flood of errors',
    "for (;;) process.stderr.write('x'.repeat(1000));",
    'flooded',
    'printed more than 64 KiB and was stopped: print less',
  ],
  ['bytes that are no reply', "fs.writeSync(4, 'hello');", 'malformed', WROTE],
  ['a reply to another request', 'frame({ id: 3, ok: true, kinds: [] }); return 1;', 'malformed', WROTE],
  [
    'a reply that promises more than it has',
    "frame({ id: 2, ok: true, value: ['vector', 9, 'Array'], after: [] }, 1); return 1;",
    'malformed',
    WROTE,
  ],
  [
    NEEDS_PRLIMIT,
    'return new ArrayBuffer(2 * 1024 ** 3).byteLength;',
    'out-of-memory',
    'asked for more memory than there is (Array buffer allocation failed)',
  ],
  [
    'ever more objects',
    'for (const all = []; ; ) all.push(new Array(1e6).fill(0.5));',
    'out-of-memory',
    'used more memory than the 0.8 GiB there is, and was stopped',
  ],
];

const found = await sandboxes('faults of student code');
const hasPrlimit = found.some(({ probed }) => typeof probed !== 'string' && probed.machine.prlimit !== null);
if (!hasPrlimit) process.stdout.write(`skipped: ${NEEDS_PRLIMIT}, for prlimit is not installed\n`);
const tried = endings.filter(([what]) => hasPrlimit || what !== NEEDS_PRLIMIT);

describe.each(found)('in $mode', (sandbox) => {
  describe.skipIf(sandbox.isSkipped)('student code', () => {
    it.each(tried)('%s ends as a fault of its own kind', async (_, body, kind, says) => {
      const student = await load(
        sandbox,
        `${CHANNEL}\nexport function f(): unknown { ${body} }\nvoid frame;`,
      );
      const timeout = kind === 'timed-out' ? SOON : LIMITS.callMs;
      const fault = await faultOf(student.call('f', [], { read: null, timeoutMs: timeout }));
      expect(fault.kind).toBe(kind);
      expect(fault.message).toEqual(says instanceof RegExp ? expect.stringMatching(says) : says);
    });

    it('a reply that is forged is an answer at most, and ends the process', async () => {
      const forged = "{ id: 2, ok: true, value: ['number'], after: [] }";
      const student = await load(
        sandbox,
        `${CHANNEL}\nexport function f() { frame(${forged}, 42); return 1; }`,
      );
      const answer = await student.call('f', [], { read: null });
      expect(answer.value).toEqual({ kind: 'number', number: 42 });
      await vi.waitFor(() => expect(student.alive).toBe(false), PATIENCE);
      const fault = await faultOf(student.call('f', [], { read: null }));
      expect([fault.kind, fault.message]).toEqual(['malformed', WROTE]);
    });

    it('an error after the answer costs that answer nothing, and is shown', async () => {
      const code = "export function f() { setTimeout(() => { throw new TypeError('late'); }); return 1; }";
      const student = await load(sandbox, code);
      expect((await student.call('f', [], { read: null })).value).toEqual({ kind: 'number', number: 1 });
      await vi.waitFor(() => expect(student.alive).toBe(false), PATIENCE);
      const fault = await faultOf(student.call('f', [], { read: null }));
      expect([fault.kind, fault.message]).toEqual(['crashed', 'crashed with TypeError: late']);
      expect(student.output()).toContain('TypeError: late\n    at');
    });

    it('a fault that ends the process is told of every later request', async () => {
      const student = await load(sandbox, 'export function f() { process.exit(4); }');
      const first = await faultOf(student.call('f', [], { read: null }));
      expect(student.alive).toBe(false);
      expect(await faultOf(student.call('f', [], { read: null }))).toBe(first);
      expect(await faultOf(student.load('', []))).toBe(first);
    });

    it('a fault that is only thrown leaves the process and its state', async () => {
      const code =
        "let calls = 0;\nexport function f() { if (calls++ < 2) throw new Error('no'); return calls; }";
      const student = await load(sandbox, code);
      for (const _ of [1, 2])
        expect((await faultOf(student.call('f', [], { read: null }))).kind).toBe('threw');
      expect((await student.call('f', [], { read: null })).value).toEqual({ kind: 'number', number: 3 });
    });
  });
});
