import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../harness/result.ts';
import { exercismReport } from '../../reports/exercism.ts';
import { hostileText } from './drawnText.ts';
import { resultSaying } from './hostileResult.ts';
import { largeResult } from './largeResult.ts';
import { mixedResult } from './mixedResult.ts';
import { sampleCheck, sampleExercise, sampleResult } from './sampleResult.ts';

interface Report {
  version: number;
  status: string;
  message: string | null;
  tests: { name: string; status: string; message: string | null; output: string | null; task_id: number }[];
}

function reportOf(result: Result): Report {
  return JSON.parse(exercismReport(result)) as Report;
}

/** The rules of the interface, version 3. */
function expectToBeTaken({ version, status, message, tests }: Report) {
  expect(version).toBe(3);
  expect(['pass', 'fail', 'error']).toContain(status);
  expect(status === 'error').toBe(tests.length === 0);
  expect(typeof message === 'string').toBe(status === 'error');
  expect(message?.length ?? 0).toBeLessThanOrEqual(65_535);
  for (const test of tests) {
    expect(Object.keys(test)).toEqual(['name', 'status', 'message', 'output', 'test_code', 'task_id']);
    expect(['pass', 'fail', 'error']).toContain(test.status);
    expect(typeof test.message === 'string').toBe(test.status !== 'pass');
    expect(test.message?.length ?? 0).toBeLessThanOrEqual(65_535);
    expect(test.output?.length ?? 0).toBeLessThanOrEqual(500);
    expect(Number.isInteger(test.task_id)).toBe(true);
  }
}

it('is the report that it was', async () => {
  await expect(exercismReport(mixedResult())).toMatchFileSnapshot('golden/exercism.json');
});

describe('a report for Exercism', () => {
  it('keeps to the interface', () => {
    for (const result of [mixedResult(), sampleResult(), largeResult(), sampleResult({ exercises: [] })])
      expectToBeTaken(reportOf(result));
  });

  it('lists the checks in order, with the number of their exercise as the task', () => {
    const { status, tests } = reportOf(mixedResult());
    expect(status).toBe('fail');
    expect(tests.map(({ task_id }) => task_id).filter((id, index, ids) => id !== ids[index - 1])).toEqual([
      1, 2, 3, 4, 5, 6, 9, 10,
    ]);
  });

  it('passes when the result did', () => {
    expect(reportOf(sampleResult()).status).toBe('pass');
  });

  it.each(['failed', 'not-started'] as const)(
    'is an error where every exercise is %s and no check ran',
    (status) => {
      const message = '01-forward.ts:1:22: Unexpected token.';
      const check =
        status === 'failed'
          ? ({ status, message } as const)
          : ({ status: 'skipped', message: null } as const);
      const exercise = sampleExercise({
        status,
        score: 0,
        message,
        checks: [sampleCheck({ ...check, score: 0 })],
      });
      expect(reportOf(sampleResult({ status: 'failed', exercises: [exercise] }))).toEqual({
        version: 3,
        status: 'error',
        message: `01-forward: ${message}`,
        tests: [],
      });
    },
  );

  it('says where what was printed is cut', () => {
    const { tests } = reportOf(sampleResult({ exercises: [sampleExercise({ output: 'x'.repeat(501) })] }));
    expect(tests[0]?.output).toHaveLength(500);
    expect(tests[0]?.output).toMatch(/x\n\[cut: only the first 500 characters are shown here\]$/);
    expect(tests[1]?.output).toBeNull();
  });

  it('keeps to the interface whatever a student wrote', () => {
    fc.assert(fc.property(hostileText, (text) => expectToBeTaken(reportOf(resultSaying(text)))));
  });
});
