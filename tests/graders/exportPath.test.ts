import { describe, expect, it } from 'vitest';
import { isKept, missingInWords, withOwners } from '../../graders/support/exportPath.ts';
import { missingExports } from '../../harness/grade/exports.ts';

const WAY = 'activations.gelu.df';

describe('a function inside an export', () => {
  it('is asked for with everything that it is a part of, each once', () => {
    expect(withOwners(['activations.relu.f', 'activations.relu.df', 'collapse'])).toEqual([
      'activations',
      'activations.relu',
      'activations.relu.f',
      'activations.relu.df',
      'collapse',
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['its export is', {}, 'is not exported by a.ts: write `export const activations`'],
    [
      'its export is no object',
      { activations: 'string' },
      'is not exported by a.ts: activations is a string, not an object',
    ],
    ['its object is', { activations: 'object' }, 'is not exported by a.ts: activations has no gelu'],
    [
      'its object is none',
      { activations: 'object', 'activations.gelu': 'number' },
      'is not exported by a.ts: activations.gelu is a number, not an object',
    ],
    [
      'it is',
      { activations: 'function', 'activations.gelu': 'object' },
      'is not exported by a.ts: activations.gelu has no df',
    ],
    [
      'it is no function',
      { activations: 'object', 'activations.gelu': 'object', [WAY]: 'object' },
      'is exported by a.ts as an object, not a function',
    ],
  ])('is told to be missing where %s', (_, kinds, said) => {
    expect(missingInWords(WAY, new Map(Object.entries(kinds)), 'a.ts')).toBe(said);
  });

  it('that is an export itself is told what to write', () => {
    expect(missingInWords('relu', new Map(), 'a.ts')).toBe(
      'is not exported by a.ts: write `export function relu`',
    );
    expect(missingInWords('relu', new Map([['relu', 'object']]), 'a.ts')).toBe(
      'is exported by a.ts as an object, not a function: write `export function relu`',
    );
  });

  it('of a kept object is no export', () => {
    expect([isKept('@.step'), isKept('a.step')]).toEqual([true, false]);
  });
});

describe('the diagnostics of exports inside an object', () => {
  const exports = ['activations.relu.f', 'activations.relu.df', 'activations.gelu.f'];

  it('are one for all that lack one object, at its declaration', () => {
    const messages = exports.map(
      (name) => `${name} is not exported by a.ts: write \`export const activations\`.`,
    );
    expect(complaints('\nconst activations = {};', messages)).toEqual([
      '2: activations is declared here, but not exported: write `export const activations`.',
    ]);
  });

  it('are one for each entry that is missing', () => {
    const messages = [
      'activations.relu.f is not exported by a.ts: activations.relu has no f.',
      'activations.gelu.f is not exported by a.ts: activations has no gelu.',
    ];
    expect(complaints('export const activations = {};', messages)).toEqual([
      '1: activations.relu has no f.',
      '1: activations has no gelu.',
    ]);
  });

  function complaints(text: string, messages: string[]): string[] {
    const none = { status: 'failed', share: 0, misconception: null, evidence: null, durationMs: 0 } as const;
    const checks = new Map(messages.map((message, index) => [`check${index}`, { ...none, message }]));
    const found = missingExports(text, { file: 'a.ts', exports }, { findings: null, checks, trouble: null });
    return found.map(({ line, message }) => `${line}: ${message}`);
  }
});
