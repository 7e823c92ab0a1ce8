import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headView } from '../../../reports/classPage/headView.ts';
import { binsOf, histogramView } from '../../../reports/classPage/histogram.ts';
import { quantile } from '../../../reports/classPage/quantile.ts';
import { standingOf } from '../../../reports/classPage/standing.ts';
import { timesView } from '../../../reports/classPage/timesView.ts';
import { sampleDigest, sampleEntry, sampleExercise, sampleGradebook } from '../sampleGradebook.ts';

const missing = sampleEntry({ id: 'm', status: 'missing', digest: null, score: 0 });
const errored = sampleEntry({ id: 'e', status: 'errored', digest: null, score: null });
const scored = [40, 100, 70].map((score, index) => sampleEntry({ id: `s${index}`, score }));

describe('the standing of a class', () => {
  it('counts every entry once, by its status', () => {
    const { counts, total, handedIn } = standingOf(sampleGradebook([missing, errored, ...scored]));
    expect(counts).toEqual({
      ...{ passed: 3, failed: 0, errored: 1, missing: 1, unreadable: 0, 'not-on-roster': 0 },
    });
    expect([total, handedIn]).toEqual([5, 4]);
  });

  it('takes no score of who is missing and of whom the grader failed at', () => {
    const standing = standingOf(sampleGradebook([missing, errored, ...scored]));
    expect(standing).toMatchObject({ scores: [40, 70, 100], median: 70, mean: 70 });
  });

  it('has no middle where nothing was graded', () => {
    expect(standingOf(sampleGradebook([missing]))).toMatchObject({ median: null, mean: null });
  });
});

describe('a quantile', () => {
  it('lies between neighbours in proportion', () => {
    expect([0, 0.5, 0.9, 1].map((q) => quantile([0, 10, 20], q))).toEqual([0, 10, 18, 20]);
  });

  it('is null of nothing', () => {
    expect(quantile([], 0.5)).toBeNull();
  });
});

describe('the head', () => {
  it('gives every status that somebody has a part of the strip, and fills it', () => {
    const { statuses } = headView(sampleGradebook([missing, ...Array.from({ length: 999 }, () => errored)]));
    expect(statuses.map(({ word, count }) => [word, count])).toEqual([
      ['grader error', 999],
      ['missing', 1],
    ]);
    expect(Math.min(...statuses.map(({ width }) => Number(width)))).toBeGreaterThan(0.5);
    expect(statuses.reduce((sum, { width }) => sum + Number(width), 0)).toBeCloseTo(100, 1);
  });
});

describe('the histogram', () => {
  it('puts a score on an edge into the bin above, the highest into the last', () => {
    expect(binsOf([0, 9.99, 10, 100], 100).map(({ count }) => count)).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('counts every score in one bin, on an edge in the one that starts there', () => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(cases, ([tenths, bin]) => {
        const counts = binsOf([bin * (tenths / 100)], tenths / 10).map(({ count }) => count);
        expect(counts.indexOf(1)).toBe(bin);
      }),
    );
  });

  it('says in words what it shows, the missing apart', () => {
    const view = histogramView(standingOf(sampleGradebook([missing, errored, ...scored])), 100);
    expect(view?.alt).toMatch(/^Histogram of 3 scores\. 0 to 10: 0; .*90 to 100: 1\. Missing: 1\.$/u);
    expect(view?.caption).toContain('3 graded submissions in bins of 10 points');
    expect(view?.caption).toContain('1 missing, apart at the left. 1 submission without a score left out.');
  });

  it('is none where there is no score', () => {
    expect(histogramView(standingOf(sampleGradebook([missing])), 100)).toBeNull();
    expect(histogramView(standingOf(sampleGradebook(scored)), 0)).toBeNull();
  });
});

describe('the time per exercise', () => {
  const took = (durationMs: number, name: string) =>
    sampleEntry({ name, digest: sampleDigest([sampleExercise('01-forward', [], { durationMs })]) });

  it('names median, what nine in ten stay below, and who took longest', () => {
    const times = [100, 200, 300, 400, 5_000].map((ms) => took(ms, `took ${ms}`));
    expect(timesView(sampleGradebook(times))[0]).toMatchObject({
      ...{ id: '01-forward', began: 5, median: { words: '300 ms' }, most: { words: '3.2 s', percent: 100 } },
      longest: { words: '5.0 s', name: 'took 5000' },
    });
  });

  it('leaves out who did not begin, and an exercise that nobody began', () => {
    const idle = sampleExercise('01-forward', [], { status: 'not-started', durationMs: 0 });
    const views = timesView(sampleGradebook([sampleEntry({ digest: sampleDigest([idle]) }), missing]));
    expect(views.map(({ id }) => id)).not.toContain('01-forward');
    expect(views[0]).toMatchObject({ id: '02-backward', began: 1 });
  });
});
