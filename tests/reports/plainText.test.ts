import { describe, expect, it } from 'vitest';
import { plainResult, plainText } from '../../reports/plainText.ts';
import { sampleExercise, sampleResult } from './sampleResult.ts';

/** Far more than a linear pass over so many characters takes, far less than a quadratic one. */
const LINEAR_MS = 1_000;
const CHARACTERS = 100_000;

describe('plainText', () => {
  it.each([
    ['colours', '\u001B[1;31mred\u001B[0m', 'red'],
    ['cursor movements', 'a\u001B[2J\u001B[10;5Hb', 'ab'],
    ['links', '\u001B]8;;https://example.org\u0007here\u001B]8;;\u0007', 'here'],
    ['window titles', '\u001B]0;title\u001B\\text', 'text'],
    ['commands of one byte', '\u009B31mred', 'red'],
    ['commands cut off', 'end\u001B', 'end'],
    ['control characters', 'a\u0000b\u0008c\u007Fd\u0085e', 'abcde'],
  ])('removes %s', (_, text, plain) => {
    expect(plainText(text, 100)).toBe(plain);
  });

  it('keeps newlines, tabs and letters of any script', () => {
    expect(plainText('a\n\tb é שלום 𝜕 👩‍🔬', 100)).toBe('a\n\tb é שלום 𝜕 👩‍🔬');
  });

  it('reads a carriage return as a new line', () => {
    expect(plainText('1\r2\r\n3', 100)).toBe('1\n2\n3');
  });

  it('keeps the text after a command that never ends', () => {
    expect(plainText('\u001B]0;all of this', 100)).toBe('0;all of this');
  });

  it('shows where direction was overridden and where half a character stood', () => {
    expect(plainText('\u202Ea\u2066b\uD800', 100)).toBe('\uFFFDa\uFFFDb\uFFFD');
  });

  it('leaves four marks on a letter', () => {
    expect(plainText(`Z${'\u0301'.repeat(50)}a\u0301`, 100)).toBe(`Z${'\u0301'.repeat(4)}a\u0301`);
  });

  it('says how much it cut', () => {
    expect(plainText('abcdef', 4)).toBe('abcd … (2 more characters)');
    expect(plainText('abcd', 4)).toBe('abcd');
  });

  it.each(['\u001B]', '\u001B[', '\u001B[0', '\u009D', '\u0301', '\u001B]0;x', 'a'])(
    'takes linear time over %j',
    (piece) => {
      const start = performance.now();
      plainText(piece.repeat(CHARACTERS / piece.length), CHARACTERS);
      plainText(`\u001B]${piece}${'x'.repeat(CHARACTERS)}`, CHARACTERS);
      plainText(`\u001B[${'0'.repeat(CHARACTERS)}`, CHARACTERS);
      expect(performance.now() - start).toBeLessThan(LINEAR_MS);
    },
  );
});

describe('plainResult', () => {
  it('cleans every text and changes nothing else', () => {
    const dirty = sampleResult({ exercises: [sampleExercise({ title: 'a\u0007b', output: 'c\u001B[0md' })] });
    const clean = sampleResult({ exercises: [sampleExercise({ title: 'ab', output: 'cd' })] });
    expect(plainResult(dirty)).toEqual(clean);
  });

  it('keeps all that the harness keeps of an output', () => {
    const output = 'x'.repeat(65_536);
    const result = sampleResult({ exercises: [sampleExercise({ output })] });
    expect(plainResult(result).exercises[0]?.output).toBe(output);
  });
});
