import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradescopeReport } from '../../reports/gradescope.ts';
import { hostileText } from './drawnText.ts';
import { resultSaying } from './hostileResult.ts';
import { largeResult } from './largeResult.ts';
import { mixedResult } from './mixedResult.ts';
import type { Result } from '../../harness/result.ts';

const MIB = 1024 * 1024; // bytes

const FIELDS = [
  'score',
  'execution_time',
  'output',
  'output_format',
  'visibility',
  'stdout_visibility',
  'extra_data',
];
const TEST_FIELDS = [
  'score',
  'max_score',
  'status',
  'name',
  'number',
  'output',
  'output_format',
  'tags',
  'visibility',
];

interface Report {
  score: number;
  execution_time: number;
  output: string;
  tests: Record<string, unknown>[];
  [field: string]: unknown;
}

function reportOf(result: Result): Report {
  return JSON.parse(gradescopeReport(result)) as Report;
}

function expectToBeTaken(report: Report) {
  expect(Object.keys(report)).toEqual([...FIELDS, 'tests', 'leaderboard']);
  expect(report).toMatchObject({ output_format: 'text', visibility: 'visible', stdout_visibility: 'hidden' });
  for (const test of report.tests) {
    expect(Object.keys(test)).toEqual(TEST_FIELDS);
    expect(test).toMatchObject({ output_format: 'text', visibility: 'visible' });
    expect(['passed', 'failed']).toContain(test.status);
    expect([test.score, test.max_score].every(Number.isFinite)).toBe(true);
    expect(test.number).toMatch(/^\d+\.\d+$/);
  }
}

it('is the report that it was', async () => {
  await expect(gradescopeReport(mixedResult())).toMatchFileSnapshot('golden/gradescope.json');
});

describe('a report for Gradescope', () => {
  const report = reportOf(mixedResult());

  it('has all fields that Gradescope reads', () => {
    expectToBeTaken(report);
  });

  it('has the score of the core exercises, and seconds', () => {
    expect(report).toMatchObject({ score: 33.25, execution_time: 64.3 });
  });

  it('numbers each check by its exercise and place', () => {
    expect(report.tests.slice(0, 8).map(({ number }) => number)).toEqual([
      '1.1',
      '1.2',
      '1.3',
      '1.4',
      '1.5',
      '1.6',
      '2.1',
      '2.2',
    ]);
  });

  it('shows message, hint and mistake of a failed check, and nothing of a passed one', () => {
    expect(report.tests[0]?.output).toBe('');
    expect(report.tests[9]?.output).toBe(
      '`db1` is 0.0125, expected 0.1 (7 of 7 entries differ).\n' +
        'Hint: A bias reaches every example, so its gradient is a sum.\nMistake: bias-gradient-averaged',
    );
  });

  it('says of an error of ours that it is no zero', () => {
    expect(report.output).toMatch(/^The grader itself failed at a part of this\. That is no zero/);
  });

  it('is taken, with nothing of a terminal in it, whatever a student wrote', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const written = gradescopeReport(resultSaying(text));
        expect(written).not.toMatch(/\\u00(?:0[0-8be-f]|1)|\\ud[89a-f]/);
        expectToBeTaken(JSON.parse(written) as Report);
      }),
    );
  });

  it('stays small enough for a large result', () => {
    const written = gradescopeReport(largeResult());
    expect(Buffer.byteLength(written)).toBeLessThan(8 * MIB);
    expectToBeTaken(JSON.parse(written) as Report);
  });
});
