import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoresOf, type Row, type Scores } from '../../../harness/batch/scores.ts';
import type { GivenPoints } from '../../../harness/batch/overrides.ts';
import type { Digest, ExerciseDigest, Heading } from '../../../harness/gradebook.ts';

const exercises = [heading('01-forward', 12), heading('02-backward', 18), heading('09-activations', 6, true)];

describe('the scores of a row', () => {
  it('are what was graded, where nobody says otherwise', () => {
    expect(
      scores({ digest: digest({ '01-forward': 12, '02-backward': 9.25, '09-activations': 6 }) }),
    ).toEqual({
      points: { '01-forward': 12, '02-backward': 9.25, '09-activations': 6 },
      score: 21.25,
      bonus: 6,
      status: 'failed',
      overrides: [],
    });
  });

  it('are passed when every core exercise has all its points, whatever the bonus', () => {
    expect(
      scores({ digest: digest({ '01-forward': 12, '02-backward': 18, '09-activations': 0 }) }).status,
    ).toBe('passed');
  });

  it('hold an override in place of what was graded, with both', () => {
    const row = {
      digest: digest({ '01-forward': 12, '02-backward': 9.25, '09-activations': 6 }),
      overrides: [override('02-backward', 18), override('09-activations', 0.5)],
    };
    expect(scores(row)).toEqual({
      points: { '01-forward': 12, '02-backward': 18, '09-activations': 0.5 },
      score: 30,
      bonus: 0.5,
      status: 'passed',
      overrides: [
        { exercise: '02-backward', points: 18, graded: 9.25, reason: 'appeal' },
        { exercise: '09-activations', points: 0.5, graded: 6, reason: 'appeal' },
      ],
    });
  });

  it('are failed where an override takes points away', () => {
    const full = digest({ '01-forward': 12, '02-backward': 18, '09-activations': 6 });
    expect(scores({ digest: full, overrides: [override('01-forward', 0)] })).toMatchObject({
      score: 18,
      status: 'failed',
    });
  });

  it('lose the percentage of lateness in core and bonus alike, and the status stays', () => {
    const row = {
      digest: digest({ '01-forward': 12, '02-backward': 17.77, '09-activations': 5 }),
      overrides: [override('02-backward', 18)],
      late: { days: 3, percentOff: 12.5 },
    };
    expect(scores(row)).toMatchObject({
      points: { '01-forward': 12, '02-backward': 18, '09-activations': 5 },
      score: 26.25,
      bonus: 4.38,
      status: 'passed',
    });
  });

  it('are rounded to 0.01, halves up, even where a half is a little less in binary', () => {
    const row = { digest: digest({ '01-forward': 0, '02-backward': 0, '09-activations': 0 }) };
    expect(scores({ ...row, overrides: [override('02-backward', 1.005)] }).score).toBe(1.01);
    expect(scores({ ...row, overrides: [override('02-backward', 1.0049)] }).score).toBe(1);
  });

  it('are 0 after a cut-off', () => {
    const full = digest({ '01-forward': 12, '02-backward': 18, '09-activations': 6 });
    expect(scores({ digest: full, late: { days: 1, percentOff: 100 } })).toMatchObject({
      score: 0,
      bonus: 0,
    });
  });
});

describe('what the grader failed at', () => {
  const broken = digest({ '01-forward': 12, '02-backward': null, '09-activations': 6 });

  it('has no points and no score, and the bonus stays', () => {
    expect(scores({ digest: broken })).toEqual({
      points: { '01-forward': 12, '02-backward': null, '09-activations': 6 },
      score: null,
      bonus: 6,
      status: 'errored',
      overrides: [],
    });
  });

  it('touches neither score nor status where it is a bonus', () => {
    const row = { digest: digest({ '01-forward': 12, '02-backward': 18, '09-activations': null }) };
    expect(scores(row)).toMatchObject({ score: 30, bonus: null, status: 'passed' });
  });

  it('is told where it is all that was to be graded, a bonus too', () => {
    const bonus = [heading('09-activations', 6, true)];
    expect(scores({ exercises: bonus, digest: null }).status).toBe('errored');
    expect(scores({ exercises: bonus, digest: digest({ '09-activations': 0 }) }).status).toBe('passed');
  });

  it('has the points of an override', () => {
    expect(scores({ digest: broken, overrides: [override('02-backward', 9)] })).toMatchObject({
      score: 21,
      status: 'failed',
      overrides: [{ points: 9, graded: null }],
    });
  });

  it('is everything where there is no result at all', () => {
    expect(scores({ digest: null })).toMatchObject({
      points: { '01-forward': null, '02-backward': null, '09-activations': null },
      score: null,
      bonus: null,
      status: 'errored',
    });
  });
});

describe('a student who handed nothing in, or nothing that opens', () => {
  it.each(['missing', 'unreadable'] as const)('has 0 points and stays %s', (standing) => {
    expect(scores({ standing, digest: null })).toEqual({
      points: {},
      score: 0,
      bonus: 0,
      status: standing,
      overrides: [],
    });
  });

  it.each(['missing', 'unreadable'] as const)('has the points of an override, and stays %s', (standing) => {
    expect(scores({ standing, digest: null, overrides: [override('02-backward', 9)] })).toEqual({
      points: { '01-forward': 0, '02-backward': 9, '09-activations': 0 },
      score: 9,
      bonus: 0,
      status: standing,
      overrides: [{ exercise: '02-backward', points: 9, graded: null, reason: 'appeal' }],
    });
  });

  it('has passed where overrides give all points of all core exercises', () => {
    const all = [override('01-forward', 12), override('02-backward', 18)];
    expect(scores({ standing: 'missing', digest: null, overrides: all }).status).toBe('passed');
  });
});

describe('a student who is not on the roster', () => {
  it('is graded and flagged, whether passed or failed', () => {
    const full = digest({ '01-forward': 12, '02-backward': 18, '09-activations': 6 });
    expect(scores({ standing: 'not-on-roster', digest: full })).toMatchObject({
      score: 30,
      status: 'not-on-roster',
    });
  });

  it('is errored where the grader failed, which outranks the flag', () => {
    expect(scores({ standing: 'not-on-roster', digest: null }).status).toBe('errored');
  });
});

it('an override of an exercise that is not graded this time is left out', () => {
  const row = { digest: digest({ '01-forward': 12 }), exercises: exercises.slice(0, 1) };
  expect(scores({ ...row, overrides: [override('02-backward', 9)] })).toMatchObject({
    points: { '01-forward': 12 },
    overrides: [],
  });
});

it('scores are between 0 and what there is, to 0.01, and add up where nothing is late', () => {
  const cents = (max: number) =>
    fc.option(fc.integer({ min: 0, max: max * 100 }).map((points) => points / 100));
  const rows = fc.record({
    graded: fc.tuple(cents(12), cents(18), cents(6)),
    given: fc.option(fc.double({ min: 0, max: 18, noNaN: true })),
    percentOff: fc.double({ min: 0, max: 100, noNaN: true }),
  });
  fc.assert(
    fc.property(rows, ({ graded: [forward, backward, activations], given, percentOff }) => {
      const row = {
        digest: digest({ '01-forward': forward, '02-backward': backward, '09-activations': activations }),
        overrides: given === null ? [] : [override('02-backward', given)],
      };
      const inTime = scores(row);
      const late = scores({ ...row, late: { days: 1, percentOff } });
      const core = [inTime.points['01-forward'], inTime.points['02-backward']];
      expect(inTime.score === null).toBe(core.includes(null));
      expect(inTime.status === 'errored').toBe(core.includes(null));
      const sum = core.reduce<number>((all, points) => all + (points ?? 0), 0);
      expect(inTime.score ?? sum).toBeCloseTo(sum, 9);
      for (const points of [inTime.score ?? 0, late.score ?? 0, late.bonus ?? 0]) {
        expect(points >= 0 && points <= 30).toBe(true);
        expect(Number(points.toFixed(2))).toBe(points);
      }
      expect(late.score ?? 0).toBeLessThanOrEqual(inTime.score ?? 0);
    }),
  );
});

function scores(row: Partial<Row>): Scores {
  return scoresOf({ exercises, standing: 'handed-in', digest: null, overrides: [], late: null, ...row });
}

function heading(id: string, maxScore: number, bonus = false): Heading {
  return { id, title: id, maxScore, bonus, checks: [] };
}

function override(exercise: string, points: number): GivenPoints {
  return { student: 'ada', exercise, points, reason: 'appeal', at: 'overrides.yaml:1:3' };
}

/** A result with these points; null where the grader failed. */
function digest(points: Record<string, number | null>): Digest {
  return {
    sha256: '00',
    status: 'failed',
    score: 0,
    maxScore: 30,
    bonus: 0,
    maxBonus: 6,
    seed: 1,
    durationMs: 1,
    device: 'cpu',
    sandbox: 'none',
    exercises: Object.entries(points).map(([id, score]) => exerciseDigest(id, score)),
  };
}

function exerciseDigest(id: string, score: number | null): ExerciseDigest {
  const status = score === null ? 'errored' : 'failed';
  return { id, status, score: score ?? 0, maxScore: 18, bonus: false, durationMs: 1, checks: [] };
}
