// What a result says of a function that takes its process with it: which exercise, which function, on what, and which of
// the ways to end it was.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { exerciseOf, gradeInto, root, temporaryFolder } from './command.ts';

/** The way of each end, and how the sentence about it goes on after "02-backward: backward() ". */
const ENDS: [what: string, body: string, status: string, says: RegExp][] = [
  [
    'a time-out',
    'for (;;) {}',
    'timed-out',
    /^did not return within 5 s: is there a loop that never ends\?$/,
  ],
  [
    'memory that buffers take',
    'return new Uint8Array(2_000_000_000).fill(1);',
    'failed',
    /^asked for more memory than there is \(.*\) \(02-backward\.ts:2:\d+\)\.$/,
  ],
  [
    'memory that objects take',
    'for (const all: number[][] = []; ; ) all.push(new Array<number>(1e6).fill(0.5));',
    'failed',
    /^used more memory than the 1\.5 GiB there is, and was stopped\.$/,
  ],
  [
    'a flood of output',
    "for (;;) console.log('x'.repeat(1000));",
    'failed',
    /^printed more than 1024 KiB and was stopped: print less\.$/,
  ],
  ['a crash', 'process.abort();', 'failed', /^crashed \(.*\)\.$/],
  [
    'an error while it waits',
    "setTimeout(() => { throw new TypeError('late'); }); return new Promise(() => {});",
    'failed',
    /^crashed with TypeError: late( \(02-backward\.ts:2:\d+\))?\.$/,
  ],
  [
    'an exit',
    'process.exit(0);',
    'failed',
    /^ended the process \(exit code 0\) before it returned: remove process\.exit\.$/,
  ],
];

/** The checks that call it. */
const OF_BACKWARD = ['dW2', 'db2', 'dW1', 'db1'];

/** The case of 02-backward that is tried first, in the words of any message about it. */
const ON = / Seen on ([^.]+)\.$/;

it.each(ENDS)(
  'names exercise, function and input after %s, and tells it from any other',
  async (what, body, status, says) => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, '02-backward.ts'), `export function backward(): unknown {\n${body}\n}\n`);
    const { result, code } = await gradeInto(folder, '02');
    const { checks, score } = exerciseOf(result, '02-backward');
    expect({ code, score }).toEqual({ code: 1, score: 0 });
    const asked = checks.filter(({ id }) => OF_BACKWARD.includes(id));
    expect(asked).toHaveLength(OF_BACKWARD.length);
    // One call ended it, and no check calls it again: all of them speak of that call.
    expect(new Set(asked.map(({ message }) => message)).size).toBe(1);
    const message = asked[0]?.message ?? '';
    expect(asked[0]?.status).toBe(status);
    const start = '02-backward: backward() ';
    expect(message.slice(0, start.length)).toBe(start);
    expect(message).toMatch(ON);
    const sentence = message.slice(start.length).replace(ON, '');
    expect(ENDS.filter((end) => end[3].test(sentence)).map(([each]) => each)).toEqual([what]);
    expect(sentence).toMatch(says);
  },
);

it('names the input that a function never came back from, and no later one on which it was not tried', async () => {
  const folder = temporaryFolder();
  const solution = readFileSync(path.join(root, 'solutions', '02-backward.ts'), 'utf8');
  const code = `${solution.replace('export function backward(', 'function right(')}
    export const backward: typeof right = (X, ...rest) => (X.rows === 1 ? process.exit(0) : right(X, ...rest));\n`;
  writeFileSync(path.join(folder, '02-backward.ts'), code);
  const { result } = await gradeInto(folder, '02');
  const asked = exerciseOf(result, '02-backward').checks.filter(({ id }) => OF_BACKWARD.includes(id));
  for (const { message } of asked) expect(message).toMatch(/ Seen on one example: 1 example, /);
});
