import { describe, expect, it } from 'vitest';
import { lineFigure, POINTS_LIMIT } from '../../graders/support/figures.ts';

const WORDS = { title: 'Loss', caption: 'The loss falls.', xLabel: 'step', yLabel: 'loss' };

describe('a figure of lines', () => {
  it('holds short lines as they are, numbered from 0 where no x is given', () => {
    const curves = [
      { name: 'yours', y: [3, 2, 1] },
      { name: 'ours', x: [10, 20], y: Float32Array.of(0.5, 0.25) },
    ];
    expect(lineFigure(WORDS, curves)).toEqual({
      ...WORDS,
      kind: 'lines',
      isLogarithmic: false,
      series: [
        { name: 'yours', x: [0, 1, 2], y: [3, 2, 1] },
        { name: 'ours', x: [10, 20], y: [0.5, 0.25] },
      ],
    });
    expect(lineFigure({ ...WORDS, isLogarithmic: true }, []).isLogarithmic).toBe(true);
  });

  it('makes a gap of what is not finite, and leaves out a point without an x', () => {
    const y = [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2];
    expect(oneOf({ y })).toEqual({ name: 'a', x: [0, 1, 2, 3, 4], y: [1, null, null, null, 2] });
    expect(oneOf({ x: [0, Number.NaN, 2], y: [5, 6, 7, 8] })).toEqual({ name: 'a', x: [0, 2], y: [5, 7] });
  });

  it('keeps a line of as many points as the limit whole', () => {
    const y = Array.from({ length: POINTS_LIMIT }, (_, step) => Math.sin(step));
    expect(oneOf({ y }).y).toEqual(y);
  });

  it.each([POINTS_LIMIT + 1, 2000, 12_345])(
    'keeps of %i points the first, the last and the extremes',
    (count) => {
      const y = Array.from({ length: count }, (_, step) => Math.sin(step * 7.3) / (1 + step));
      y[Math.floor(count / 3)] = 99;
      y[Math.floor(count / 2)] = -99;
      const kept = oneOf({ y });
      expect(kept.x.length).toBeLessThanOrEqual(POINTS_LIMIT);
      expect(kept.x.length).toBeGreaterThan(POINTS_LIMIT / 2);
      expect(kept.x).toEqual(kept.x.toSorted((a, b) => a - b));
      expect([kept.x[0], kept.x.at(-1)]).toEqual([0, count - 1]);
      expect(kept.y).toEqual(kept.x.map((step) => y[step]));
      expect(kept.y).toEqual(expect.arrayContaining([99, -99]));
    },
  );

  it('keeps a gap, however short and long the line', () => {
    const y = Array.from({ length: 5000 }, (_, step) => (step === 2500 ? Number.NaN : step));
    expect(oneOf({ y }).y.filter((value) => value === null)).toHaveLength(1);
    const lost = oneOf({ y: new Float64Array(5000).fill(Number.NaN) });
    expect(lost.y.every((value) => value === null)).toBe(true);
    expect(lost.y.length).toBeLessThanOrEqual(POINTS_LIMIT);
  });
});

function oneOf(curve: { x?: number[]; y: ArrayLike<number> }) {
  const [series] = lineFigure(WORDS, [{ name: 'a', ...curve }]).series;
  if (!series) throw new Error('no series');
  return series;
}
