import { describe, expect, it } from 'vitest';
import type { Run } from '../../../harness/engine/engine.ts';
import { missingExports } from '../../../harness/grade/exports.ts';

const exercise = { file: '01-forward.ts', exports: ['linear', 'relu'] };

describe('an export that is missing', () => {
  it.each([
    ['function', 'const a = 1;\n  function relu() {}', '2:3'],
    ['async function', 'async function relu() {}', '1:7'],
    ['constant', '\n\nconst relu = 1;', '3:1'],
    ['class', 'class relu {}', '1:1'],
  ])('is told at its declaration as a %s', (_, text, place) => {
    expect(complaints(text, ['relu is not exported by 01-forward.ts'])).toEqual([
      `01-forward.ts:${place}: relu is declared here, but not exported: write \`export function relu\`.`,
    ]);
  });

  it('is told at the start of the file where it is not declared', () => {
    expect(complaints('function reluOfAll() {}', ['relu is not exported by 01-forward.ts'])).toEqual([
      '01-forward.ts:1:1: relu is not exported: write `export function relu`.',
    ]);
  });

  it('is told once for each name, in the order of the exercise', () => {
    const messages = ['relu is not exported', 'linear is not exported', 'relu is not exported'];
    expect(complaints('', messages)).toHaveLength(2);
    expect(complaints('', messages)[0]).toContain('linear');
  });

  it('is not told where checks failed for other reasons', () => {
    expect(
      complaints('', ['relu() threw Error: linear is not exported', 'relu is [1], expected [2].']),
    ).toEqual([]);
  });
});

/** What is complained of in a file whose checks failed with these messages. */
function complaints(text: string, messages: string[]): string[] {
  const none = { status: 'failed', share: 0, misconception: null, evidence: null, durationMs: 0 } as const;
  const run: Run = {
    findings: null,
    checks: new Map(messages.map((message, index) => [`check${index}`, { ...none, message }])),
    trouble: null,
  };
  return missingExports(text, exercise, run).map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
  );
}
