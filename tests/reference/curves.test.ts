import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { line, storedCurve, type Curve } from '../../reference/curves/curve.ts';
import { readDigits, sortedByClass } from '../../reference/curves/digits.ts';
import { record } from '../../reference/curves/train.ts';
import { goalCurves, smoothed } from '../../reference/curves/goalCurves.ts';
import { varianceCurve } from '../../reference/curves/blobCurves.ts';

const stored = JSON.parse(
  readFileSync(new URL('../../reference/curves/curves.json', import.meta.url), 'utf8'),
) as { note: string; curves: Record<string, Curve> };

describe('the stored curves', () => {
  it('say how they were made', () => {
    expect(stored.note).toContain('node --import tsx reference/curves/make.ts');
  });

  it.each(Object.entries(stored.curves))(
    '%s has at most 100 points a line, as many x as y',
    (_, { series }) => {
      for (const { x, y } of series) {
        expect(x.length).toBeLessThanOrEqual(100);
        expect(y).toHaveLength(x.length);
      }
    },
  );

  it('are made again by the same seeds', () => {
    expect(stored.curves).toMatchObject({ variance: varianceCurve(), ...goalCurves() });
  });

  it('are asked for by a name that there is', () => {
    expect(() => storedCurve('bug-z')).toThrow('no curve bug-z; there are bug-a, ');
  });
});

describe('training on digits', () => {
  const [train, validation] = [readDigits(0, 300), readDigits(300, 100)];
  const recipe = { lr: 0.1, steps: 60, hidden: 16, every: 30, seed: 3, batchSize: 50 };

  it('learns: the loss falls and validation accuracy is far above chance', () => {
    const { batches, validation: seen } = record(train, validation, recipe);
    expect(batches.at(-1)?.loss).toBeLessThan(0.5 * (batches[0]?.loss ?? 0));
    expect(seen.at(-1)?.accuracy).toBeGreaterThan(0.5);
  });

  it('with lr = 100 is NaN after one update where softmax is naive, and a number where it is stable', () => {
    const wild = { ...recipe, lr: 100, steps: 3 };
    expect(record(train, validation, { ...wild, softmax: 'naive' }).batches[1]?.loss).toBeNaN();
    expect(record(train, validation, wild).batches[1]?.loss).toBeGreaterThan(100);
  });

  it('sorted by class meets one digit at a time', () => {
    const order = sortedByClass(train);
    const labels = Array.from(order, (index) => train.labels[index] ?? -1);
    expect(labels).toEqual(labels.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBe(300);
  });
});

describe('a smoothed curve', () => {
  it('has the mean of every 25 steps at their middle, and of what is left', () => {
    const values = Array.from({ length: 60 }, (_, step) => step);
    expect(smoothed(values)).toEqual({ x: [12.5, 37.5, 55], y: [12, 37, 54.5] });
  });

  it('keeps a NaN where it was', () => {
    expect(smoothed([...new Array<number>(25).fill(1), Number.NaN]).y).toEqual([1, Number.NaN]);
  });
});

describe('a line', () => {
  it('is thinned to 100 points, keeps its ends, and has null where there is no number', () => {
    const x = Array.from({ length: 1001 }, (_, index) => index);
    const thin = line(
      'a',
      x,
      x.map((value) => (value === 0 ? Number.NaN : value / 3)),
    );
    expect(thin.x.length).toBeLessThanOrEqual(100);
    expect([thin.x[0], thin.x.at(-1), thin.y[0], thin.y.at(-1)]).toEqual([0, 1000, null, 333.3]);
  });
});
