// The host against a child that is hostile from its first byte: a stand-in without any sandbox, since it is the trusted
// side that is tried. Whatever comes, a request ends with a fault of its own kind, and the process ends.

import { describe, expect, it, onTestFinished } from 'vitest';
import { StudentProcess } from '../../../harness/sandbox/host.ts';
import { faultOf, LIMITS } from './students.ts';

/** Milliseconds for a process that goes on for ever. */
const SOON = 700;

/** What every stand-in may use; it has told that it has started, and says what it says when it is asked. */
const PRELUDE = `const fs = require('node:fs');
const lengths = (...given) => Buffer.from(Uint32Array.from(given).buffer);
const frame = (header, raw = Buffer.alloc(0)) => {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  return Buffer.concat([lengths(4 + text.length + raw.length, text.length), text, raw]);
};
const send = (bytes) => { for (let at = 0; at < bytes.length;) try { at += fs.writeSync(4, bytes, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; } };
const ready = frame({ id: 0, ok: true, kinds: [] });
const whenAsked = (answer) => { send(ready); require('node:net').Socket({ fd: 3 }).once('data', answer); };
`;

const HOSTILE: [sends: string, script: string, kind: string][] = [
  [
    'noise before it has started',
    "send(require('node:crypto').randomBytes(65536)); setInterval(() => {}, 9);",
    'unstarted',
  ],
  ['noise for an answer', "whenAsked(() => send(require('node:crypto').randomBytes(65536)));", 'malformed'],
  [
    'that it has started, twice',
    'send(Buffer.concat([ready, ready])); setInterval(() => {}, 9);',
    'malformed',
  ],
  [
    'an answer to a later question',
    'send(ready); send(frame({ id: 2, ok: true, kinds: [] })); setInterval(() => {}, 9);',
    'malformed',
  ],
  [
    'that it has started and a promise of four gigabytes at once',
    'send(Buffer.concat([ready, lengths(2 ** 32 - 1)])); setInterval(() => {}, 9);',
    'malformed',
  ],
  [
    'an answer and a promise of four gigabytes at once',
    "whenAsked(() => send(Buffer.concat([frame({ id: 1, ok: true, kinds: ['function'] }), lengths(2 ** 32 - 1)])));",
    'malformed',
  ],
  ['a promise of four gigabytes', 'whenAsked(() => send(lengths(2 ** 32 - 1)));', 'malformed'],
  [
    'a promise of 64 MiB, then zeros without end',
    'whenAsked(() => { send(lengths(64 * 1024 * 1024, 8)); for (;;) send(Buffer.alloc(65536)); });',
    'malformed',
  ],
  ['empty frames without end', 'whenAsked(() => { for (;;) send(Buffer.alloc(65536)); });', 'malformed'],
  [
    'single bytes, slowly',
    'whenAsked(() => { send(lengths(1e6)); setInterval(() => send(Buffer.alloc(1)), 1); });',
    'timed-out',
  ],
  [
    'half an answer, and ends',
    'whenAsked(() => { send(frame({ id: 1, ok: true, kinds: [] }).subarray(0, -3)); process.exit(0); });',
    'exited',
  ],
  ['a header that is no JSON', "whenAsked(() => send(frame('{]')));", 'malformed'],
  ['brackets without end', "whenAsked(() => send(frame('['.repeat(1e6))));", 'malformed'],
  ['no object', "whenAsked(() => send(frame('null')));", 'malformed'],
  [
    'an error that is none',
    'whenAsked(() => send(frame({ id: 1, ok: false, error: { name: 1 } })));',
    'malformed',
  ],
  [
    'a million frames at once',
    'whenAsked(() => { const many = Buffer.concat(new Array(1e5).fill(frame({ id: 1, ok: true, step: 1, loss: 1 }))); for (let i = 0; i < 10; i++) send(many); });',
    'malformed',
  ],
  [
    'an answer that would change all objects',
    `whenAsked(() => send(frame('{"id":1,"ok":true,"value":["record",[["__proto__",["number"]]],[]],"after":[],"__proto__":{"polluted":1}}', Buffer.alloc(4))));`,
    'malformed',
  ],
  [
    'nothing, with its end of the pipe closed',
    'whenAsked(() => { fs.closeSync(4); setInterval(() => {}, 9); });',
    'timed-out',
  ],
];

describe('the host, where a process sends', () => {
  it.each(HOSTILE)('%s, ends it with a fault and throws nothing', async (_, script, kind) => {
    const student = startScript(script, kind === 'timed-out' ? SOON : undefined);
    const fault = await faultOf(student.load('', ['f']));
    expect(fault.kind).toBe(kind);
    expect(student.alive).toBe(false);
    await student.close(); // resolves once the process is gone
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('answers that are honest, gets them', async () => {
    const student = startScript("whenAsked(() => send(frame({ id: 1, ok: true, kinds: ['function'] })));");
    expect(await student.load('', ['f'])).toEqual(['function']);
  });
});

/** A process of this script in place of the child. */
function startScript(script: string, loadMs = LIMITS.loadMs): StudentProcess {
  const limits = { ...LIMITS, loadMs };
  const command = {
    file: process.execPath,
    arguments: ['-e', PRELUDE + script],
    sandboxArguments: null,
    filter: null,
  };
  const student = StudentProcess.start(command, limits);
  onTestFinished(() => student.close());
  return student;
}
