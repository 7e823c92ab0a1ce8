import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckResult, ExerciseResult, Result } from '../../harness/result.ts';
import { classroomReport } from '../../reports/classroom.ts';
import { hostileText } from './drawnText.ts';
import { resultSaying } from './hostileResult.ts';
import { largeResult } from './largeResult.ts';
import { mixedResult } from './mixedResult.ts';
import { commandsIn } from './runnerLines.ts';
import { failedCheck, sampleCheck, sampleExercise, sampleResult } from './sampleResult.ts';

/** Linux takes no environment string of so many bytes, and Node's child needs the name and `=` in it as well. */
const STRING_LIMIT = 131_072;

interface Payload {
  version: number;
  status: string;
  max_score: number;
  tests: {
    name: string;
    status: string;
    score: number;
    message: string;
    test_code: string;
    line_no: number;
  }[];
}

/** What the reporter's action finds under each id: base64 of JSON in an environment string. */
function payloadsOf(result: Result): Record<string, Payload> {
  const lines = classroomReport(result).split('\n').slice(0, -1);
  const variables = lines.map((line) => /^([\w-]+)=([A-Za-z0-9+/]+=*)$/.exec(line) ?? []);
  return Object.fromEntries(
    variables.map(([, id = '', encoded = '']) => {
      expect(Buffer.byteLength(`${id.toUpperCase()}_RESULTS=${encoded}`)).toBeLessThan(STRING_LIMIT);
      return [id, JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as Payload];
    }),
  );
}

/** The points in the reporter's table. */
function pointsInTable({ tests, max_score }: Payload): number {
  return (tests.filter(({ status }) => status === 'pass').length / tests.length) * max_score;
}

/** The points in the reporter's annotation. */
function pointsInAnnotation({ tests }: Payload): number {
  return tests.reduce((sum, { score }) => sum + score, 0);
}

/** What the reporter prints of an exercise into the log. */
function logOf({ tests }: Payload): string {
  return tests
    .map(({ status, name, message, line_no }) => {
      const line = line_no === 0 ? '' : ` - line ${line_no}`;
      if (status === 'error') return `Error: ${message || `Failed to run test '${name}'`}\n`;
      return `${status === 'pass' ? '✅' : '❌'} ${name}${line}`;
    })
    .join('\n');
}

function exerciseOf(checks: CheckResult[], fields: Partial<ExerciseResult> = {}): ExerciseResult {
  const sum = (field: 'score' | 'maxScore') =>
    Math.round(checks.reduce((total, check) => total + check[field], 0) * 100) / 100;
  const status = checks.every((check) => check.status === 'passed') ? 'passed' : 'failed';
  return sampleExercise({ status, score: sum('score'), maxScore: sum('maxScore'), checks, ...fields });
}

function payloadOf(exercise: ExerciseResult): Payload {
  const [payload] = Object.values(payloadsOf(sampleResult({ exercises: [exercise] })));
  if (!payload) throw new Error('no payload');
  return payload;
}

/** The same without partial credit. */
const drawnWhole = fc
  .record({ halves: fc.integer({ min: 1, max: 8 }), isPassed: fc.boolean() })
  .map(({ halves, isPassed }) => {
    const maxScore = halves / 2;
    return isPassed ? sampleCheck({ score: maxScore, maxScore }) : failedCheck({ score: 0, maxScore });
  });

/** The check of a rubric, and what came of it: its points are multiples of a half, shares of any size. */
const drawnCheck = fc
  .record({
    halves: fc.integer({ min: 1, max: 8 }),
    share: fc.constantFrom(0, 0, 1, 1, 1, 0.5, 0.25, 1 / 3, 2 / 3),
  })
  .map(({ halves, share }) => {
    const maxScore = halves / 2;
    const score = Math.round(maxScore * share * 100) / 100;
    return share === 1 ? sampleCheck({ score, maxScore }) : failedCheck({ score, maxScore });
  });

it('is the report that it was', async () => {
  const payloads = Object.entries(payloadsOf(mixedResult())).map(([id, payload]) => ({ id, ...payload }));
  await expect(`${JSON.stringify(payloads, null, 2)}\n`).toMatchFileSnapshot('golden/classroom.json');
});

describe("the points that GitHub Classroom's reporter shows", () => {
  it('are those of the exercise, in the table and in the annotation', () => {
    const checks = [
      ...[3, 3, 4, 1, 1].map((points) => sampleCheck({ score: points, maxScore: points })),
      ...[2, 2, 2].map((points) => failedCheck({ score: 0, maxScore: points })),
    ];
    const payload = payloadOf(exerciseOf(checks));
    expect(payload.tests).toHaveLength(9); // 6 of 9 rows are 12 of 18 points; 8 checks cannot be
    expect([pointsInTable(payload), pointsInAnnotation(payload), payload.max_score]).toEqual([12, 12, 18]);
  });

  it('agree for any points, and are those of the exercise exactly where all are whole or half points', () => {
    fc.assert(
      fc.property(fc.array(drawnCheck, { minLength: 1, maxLength: 20 }), (checks) => {
        const exercise = exerciseOf(checks);
        const payload = payloadOf(exercise);
        expect(Math.abs(pointsInTable(payload) - pointsInAnnotation(payload))).toBeLessThan(1e-9);
        const isCoarse = checks.every(({ score }) => Number.isInteger(score * 2));
        const off = Math.abs(pointsInTable(payload) - exercise.score);
        expect(off).toBeLessThan(isCoarse ? 1e-9 : exercise.maxScore / 300);
        expect(payload.max_score).toBe(exercise.maxScore);
        expect(payload.tests.length).toBeLessThanOrEqual(300);
      }),
      { numRuns: 1000 },
    );
  });

  it('are off by less than half a hundredth for a third of a point in an exercise of the course', () => {
    for (const score of [0.33, 0.67, 1.33, 3.67, 5.17, 9.67, 11.33, 17.67]) {
      const payload = payloadOf(exerciseOf([failedCheck({ score, maxScore: 18 })]));
      expect(Math.abs(pointsInTable(payload) - score)).toBeLessThan(0.005);
    }
  });

  it('show every check, and full marks only where every check passed', () => {
    fc.assert(
      fc.property(fc.array(drawnWhole, { minLength: 1, maxLength: 20 }), (drawn) => {
        const checks = drawn.map((check, index) => ({ ...check, title: `check ${index};` }));
        const { tests } = payloadOf(exerciseOf(checks));
        expect(checks.filter(({ title }) => !tests.some(({ name }) => name.startsWith(title)))).toEqual([]);
        const areAllPassed = checks.every(({ status }) => status === 'passed');
        expect(tests.every(({ status }) => status === 'pass')).toBe(areAllPassed);
      }),
    );
  });

  it.each([
    ['has no checks', exerciseOf([], { status: 'failed', maxScore: 10 })],
    ['is worth nothing', exerciseOf([failedCheck({ score: 0, maxScore: 0 })])],
    [
      'was not started',
      exerciseOf([sampleCheck({ status: 'skipped', score: 0 })], { status: 'not-started' }),
    ],
  ])('are 0, and no NaN, where an exercise %s', (_, exercise) => {
    const payload = payloadOf(exercise);
    expect([pointsInTable(payload), pointsInAnnotation(payload)]).toEqual([0, 0]);
  });
});

describe('a line for GitHub Classroom', () => {
  it('is named by the stem of its exercise', () => {
    expect(Object.keys(payloadsOf(mixedResult())).slice(0, 3)).toEqual([
      '01-forward',
      '02-backward',
      '03-train',
    ]);
  });

  it('says pass, fail or error as the exercise is', () => {
    const statuses = Object.values(payloadsOf(mixedResult())).map(({ status }) => status);
    expect(statuses).toEqual(['pass', 'fail', 'fail', 'error', 'fail', 'fail', 'pass', 'fail']);
  });

  it('has all that the reporter reads in each test', () => {
    for (const { version, tests } of Object.values(payloadsOf(mixedResult()))) {
      expect(version).toBe(1);
      for (const test of tests)
        expect(Object.keys(test)).toEqual([
          'name',
          'status',
          'score',
          'message',
          'test_code',
          'filename',
          'line_no',
          'duration',
        ]);
    }
  });

  it('lets the student see why each check failed, and once why a whole exercise did', () => {
    const both = exerciseOf([
      failedCheck({ title: 'dW1' }),
      failedCheck({ title: 'db1', message: 'db1 is off.' }),
    ]);
    const log = logOf(payloadOf(both));
    expect(log).toContain('Error: dW1, 0 of 2 points\n`dW1[2, 3]` is 0.31, expected 0.03875');
    expect(log).toContain('Hint: The loss is a mean over the batch');
    expect(log).toContain('Error: db1, 0 of 2 points\ndb1 is off.');
    const message = '02-backward.ts:3:1: Unexpected token.';
    const unread = ['dW1', 'db1'].map((title) =>
      failedCheck({ title, message, hint: null, misconception: null }),
    );
    expect(logOf(payloadOf(exerciseOf(unread, { message }))).split('Unexpected token.')).toHaveLength(2);
  });

  it('is one line of base64 with JSON in it, and no command in the log, whatever a student wrote', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const payload of Object.values(payloadsOf(resultSaying(text)))) {
          expect(commandsIn(logOf(payload))).toEqual([]);
          expect(JSON.stringify(payload)).not.toMatch(/\\ud[89a-f]|NaN|null/);
        }
      }),
    );
  });

  it('stays below the length of an environment string, and of JSON, for a large result', () => {
    const [payload] = Object.values(payloadsOf(largeResult()));
    expect(payload?.tests.length).toBeGreaterThan(50);
    expect(payload && Math.abs(pointsInTable(payload) - largeResult().score)).toBeLessThan(0.2);
    expect(payload && pointsInAnnotation(payload) - pointsInTable(payload)).toBeCloseTo(0, 9);
  });
});
