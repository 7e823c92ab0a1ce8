import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classroom50Result, type Classroom50Task } from '../../reports/classroom50.ts';
import { hostileText } from './drawnText.ts';
import { resultSaying } from './hostileResult.ts';
import { largeResult } from './largeResult.ts';
import { mixedResult } from './mixedResult.ts';
import { sampleResult } from './sampleResult.ts';

const MIB = 1024 * 1024; // bytes

const schema = path.join(import.meta.dirname, '../../reports/schemas/classroom50-result-v1.schema.json');
const validate = new Ajv2020().compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

const task: Classroom50Task = {
  classroom: 'deep-learning',
  assignment: 'from-scratch',
  assignment_type: 'individual',
  owner: 'ada',
  submission: 'submit/2026-11-23T17-00-00Z-abcdef0',
  commit: 'https://example.org/ada/commit/abcdef0',
  release: 'https://example.org/ada/releases/tag/submit',
  review: 'https://example.org/ada/compare/1...2',
  datetime: '2026-11-23T16:59:01Z',
};

function expectToBeTaken(report: ReturnType<typeof classroom50Result>) {
  expect(validate(report) ? [] : validate.errors).toEqual([]);
  const { tests } = report;
  for (const { score, 'max-score': whole } of [report, ...tests]) expect(score).toBeLessThanOrEqual(whole);
}

it('is the report that it was', async () => {
  const text = `${JSON.stringify(classroom50Result(mixedResult(), task), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('golden/classroom50.json');
});

describe('a result for Classroom 50', () => {
  it('matches its schema', () => {
    for (const result of [mixedResult(), sampleResult(), largeResult(), sampleResult({ exercises: [] })])
      expectToBeTaken(classroom50Result(result, task));
  });

  it('has a hundred whole points for each of ours', () => {
    expect(classroom50Result(mixedResult(), task)).toMatchObject({ score: 3325, 'max-score': 7400 });
  });

  it('has tests whose points are those of the result, with bonus checks beside them', () => {
    const { exercises } = mixedResult();
    const core = exercises.filter(({ id }) => id === '01-forward');
    const bonus = exercises.filter(({ id }) => id === '09-activations');
    const result = sampleResult({ bonus: 12, maxBonus: 12, exercises: [...core, ...bonus] });
    const { score, tests } = classroom50Result(result, task);
    expect(score).toBe(1200);
    expect(tests.reduce((sum, test) => sum + test.score, 0)).toBe(score);
    expect(tests.at(-1)).toMatchObject({ passed: true, score: 0, 'max-score': 0, 'bonus-score': 200 });
  });

  it('keeps the date of the commit apart from that of the grading', () => {
    const { datetime, graded_at } = classroom50Result(sampleResult(), task);
    expect([datetime, graded_at]).toEqual(['2026-11-23T16:59:01Z', '2026-11-23T17:00:00Z']);
  });

  it('matches its schema whatever a student wrote', () => {
    const { gradedAt } = sampleResult();
    fc.assert(
      fc.property(hostileText, (text) =>
        expectToBeTaken(classroom50Result({ ...resultSaying(text), gradedAt }, task)),
      ),
    );
  });

  it('stays below what Classroom 50 reads for a large result', () => {
    const text = JSON.stringify(classroom50Result(largeResult(), task));
    expect(Buffer.byteLength(text)).toBeLessThan(10 * MIB);
  });
});
