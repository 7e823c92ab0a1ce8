import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotations } from '../../reports/annotations.ts';
import { lineOf } from '../../reports/annotations/place.ts';
import { jsonWithoutCommands, withoutCommands } from '../../reports/runnerText.ts';
import { hostileText } from './drawnText.ts';
import { resultSaying } from './hostileResult.ts';
import { largeResult } from './largeResult.ts';
import { mixedResult } from './mixedResult.ts';
import { commandsIn } from './runnerLines.ts';
import { failedCheck, sampleExercise, sampleResult, sampleWarning } from './sampleResult.ts';

const nowhere = { files: new Map<string, string>(), folder: '' };

/** A command as a runner reads it. */
function read(line: string) {
  const [, command = '', given = '', data = ''] = /^::(\w+) ([^\n]*?)::([^\n]*)$/.exec(line) ?? [];
  const properties = given.split(',').map((pair) => /^(\w+)=(.*)$/s.exec(pair)?.slice(1) ?? []);
  return {
    command,
    properties: Object.fromEntries(properties.map(([name = '', value = '']) => [name, unescaped(value)])),
    message: unescaped(data),
  };
}

function unescaped(text: string): string {
  const characters: Record<string, string> = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
  return text.replaceAll(/%0D|%0A|%3A|%2C|%25/g, (code) => characters[code] ?? code);
}

function commandsOf(text: string) {
  return text.split('\n').slice(0, -1).map(read);
}

it('is the report that it was', async () => {
  await expect(annotations(mixedResult(), nowhere)).toMatchFileSnapshot('golden/annotations.txt');
});

describe('annotations', () => {
  it('tell the first error of every exercise before the second of one, at most ten', () => {
    const checks = Array.from({ length: 8 }, (_, index) => failedCheck({ title: `check ${index}` }));
    const exercises = ['01-forward', '02-backward'].map((id) =>
      sampleExercise({ id, status: 'failed', checks }),
    );
    const told = commandsOf(annotations(sampleResult({ exercises }), nowhere));
    expect(told.map(({ properties }) => properties.file?.slice(0, 2)).join(' ')).toBe(
      '01 02 01 02 01 02 01 02 01 02',
    );
  });

  it('stand at the line, in the file as the repository has it', () => {
    const error = sampleWarning({ severity: 'error', message: 'Unexpected token.' });
    const exercise = sampleExercise({
      id: '02-backward',
      status: 'failed',
      checks: [],
      diagnostics: [error],
    });
    const [told] = commandsOf(
      annotations(sampleResult({ exercises: [exercise] }), { ...nowhere, folder: 'exercises' }),
    );
    expect(told).toEqual({
      command: 'error',
      properties: {
        file: 'exercises/02-backward.ts',
        line: '12',
        col: '5',
        title: '02-backward: The forward pass',
      },
      message: 'Unexpected token.',
    });
  });

  it('say nothing of what passed or is not begun, and warn of a type error', () => {
    const exercises = [
      sampleExercise({ diagnostics: [sampleWarning()] }),
      sampleExercise({ status: 'not-started', message: 'Not started yet.' }),
    ];
    const told = commandsOf(annotations(sampleResult({ exercises }), nowhere));
    expect(told.map(({ command }) => command)).toEqual(['warning']);
  });

  it('put an error of ours in no file of the student', () => {
    const exercise = sampleExercise({ status: 'errored', message: 'The device went away.' });
    const [told] = commandsOf(annotations(sampleResult({ exercises: [exercise] }), nowhere));
    expect(told?.properties).toEqual({ title: '01-forward could not be graded' });
  });

  it('are one command a line, which says what it was given, whatever a student wrote', () => {
    const count = commandsOf(annotations(resultSaying('x'), nowhere)).length;
    fc.assert(
      fc.property(hostileText, (text) => {
        const written = annotations(resultSaying(`x${text}`), nowhere);
        expect(written).not.toContain('\r');
        const told = commandsOf(written);
        expect(told).toHaveLength(count);
        expect(told.filter(({ command }) => !['error', 'warning'].includes(command))).toEqual([]);
        for (const { properties } of told)
          expect(
            Object.keys(properties).filter((name) => !['file', 'line', 'col', 'title'].includes(name)),
          ).toEqual([]);
      }),
    );
  });

  it('stay short for a large result', () => {
    expect(annotations(largeResult(), nowhere).length).toBeLessThan(40_000);
  });
});

describe('the line of a failed check', () => {
  const source = [
    "import { Matrix } from 'ml-matrix';",
    '// const db1 = the sum',
    'export function forward(X, W1) {',
    '  const db1 = 0;',
    '}',
    'export function backward(X) {',
    '  const dz2 = 1;',
    '  const db1 = dz1.sum();',
    '  return { db1 };',
    '}',
  ].join('\n');

  it.each([
    ['where the tensor is made, in the function that the title names', 'backward sums dz1', 'db1[4]', 8],
    ['that of the function, where the tensor is not made in it', 'forward gives z2', 'dz2[0]', 3],
    [
      'where the tensor is made first, where the title names no function',
      'dz2 is (p - y) / B',
      'dz2[1, 2]',
      7,
    ],
    ['the first, where neither is found', 'Training ends', 'p[0]', 1],
    ['the first, without evidence', 'Training ends', undefined, 1],
  ])('is %s', (_, title, where, line) => {
    expect(lineOf(failedCheck({ title, evidence: where === undefined ? null : { where } }), source)).toBe(
      line,
    );
  });
});

describe('a text in the log of a runner', () => {
  it('holds no command', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(commandsIn(withoutCommands(text))).toEqual([]);
      }),
    );
  });

  it('is the same value as JSON', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const json = jsonWithoutCommands(JSON.stringify({ text }, null, 2));
        expect(JSON.parse(json)).toEqual({ text });
        expect(commandsIn(json)).toEqual([]);
      }),
    );
  });
});
