import { expect, it } from 'vitest';
import { withinLimit } from '../../../harness/write.ts';
import type { CheckResult, Result } from '../../../harness/result.ts';
import { sampleExercise, sampleResult, sampleWarning } from '../../reports/sampleResult.ts';

const LIMIT = 1024 * 1024; // bytes

it('a result stays within its limit, however many checks tell a long message of control characters', () => {
  const message = '\u0001'.repeat(2000);
  const sample = sampleExercise();
  const checks = Array.from({ length: 20 }, () => ({ ...(sample.checks[0] as CheckResult), message }));
  const exercises = Array.from({ length: 10 }, () => ({ ...sample, message, checks, output: message }));
  const result = withinLimit(sampleResult({ exercises }));
  expect(Buffer.byteLength(JSON.stringify(result, null, 2))).toBeLessThan(LIMIT);
  expect(result.exercises[0]?.checks[0]?.message).toBe(`${'\u0001'.repeat(200)}...`);
});

it('a result stays within its limit, however long the names are that a compiler quotes', () => {
  const diagnostics = Array.from({ length: 20 }, () => ({
    ...sampleWarning(),
    message: 'a'.repeat(300_000),
  }));
  const exercise = { ...sampleExercise(), diagnostics, output: 'printed' };
  const result = withinLimit(sampleResult({ exercises: Array.from({ length: 10 }, () => exercise) }));
  expect(Buffer.byteLength(JSON.stringify(result, null, 2))).toBeLessThan(LIMIT);
  expect(result.exercises.map(({ output }) => output)).toEqual(new Array(10).fill('printed'));
});

it.each([
  ['of just the limit is left as it is', 0],
  ['of one byte more is cut', 1],
])('a file %s, its last line break counted', (_, more) => {
  const exercise = sampleExercise({ output: '' });
  const room = LIMIT - fileOf(sampleResult({ exercises: [exercise] })).length;
  const output = 'x'.repeat(room + more);
  const [kept] = withinLimit(sampleResult({ exercises: [{ ...exercise, output }] })).exercises;
  expect(kept?.output.length === output.length).toBe(more === 0);
});

function fileOf(result: Result): Buffer {
  return Buffer.from(`${JSON.stringify(result, null, 2)}\n`);
}
