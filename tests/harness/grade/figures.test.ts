import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { drawableFigures } from '../../../harness/grade/figures.ts';
import type { Figure } from '../../../harness/result.ts';
import { sampleGrid, sampleImages, sampleLines } from '../../reports/sampleFigures.ts';
import { sampleExercise, sampleResult } from '../../reports/sampleResult.ts';

const schema = fileURLToPath(new URL('../../../docs/result.schema.json', import.meta.url));
const isValid = new Ajv().compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

const LONG = 'W'.repeat(5000);

describe('figures at the border', () => {
  it('pass as they are where they can be drawn', () => {
    const figures = [
      sampleLines({ series: [{ name: 'a', x: [0, 1], y: [0.5, 0.25] }] }),
      sampleGrid(),
      sampleImages(),
    ];
    expect(drawableFigures(figures)).toEqual(figures);
    expect(matchesSchema(figures)).toBe(true);
  });

  it('match the schema however much a grader puts into them', () => {
    const series = Array.from({ length: 20 }, () => ({ name: LONG, ...counted(100_000) }));
    const images = Array.from({ length: 25 }, () => sampleImages().images)
      .flat()
      .map((image) => ({ ...image, label: LONG }));
    const words = { title: LONG, caption: LONG };
    const side = Array.from({ length: 16 }, () => LONG);
    const figures = [
      { ...sampleLines({ ...words, xLabel: LONG, yLabel: LONG }), series },
      sampleGrid({
        ...words,
        rowLabel: LONG,
        columnLabel: LONG,
        rows: side,
        columns: side,
        counts: zeros(256),
      }),
      { ...sampleImages(), ...words, images },
      ...Array.from({ length: 50 }, () => sampleGrid()),
    ];
    expect(matchesSchema(figures)).toBe(false);
    expect(matchesSchema(drawableFigures(figures))).toBe(true);
    expect(drawableFigures(figures).length).toBe(12);
  });

  it('keep the first and the last point of a line that is thinned', () => {
    const [figure] = drawableFigures([sampleLines({ series: [{ name: 'a', ...counted(100_000) }] })]);
    const [line] = figure?.kind === 'lines' ? figure.series : [];
    expect([line?.x[0], line?.x.at(-1), line?.y.at(-1)]).toEqual([0, 99_999, 99_999]);
    expect(line?.x.length).toBeGreaterThan(100);
  });

  it('have numbers of six digits', () => {
    const series = [{ name: 'a', x: [1 / 3], y: [-2e-9 / 3] }];
    expect(drawableFigures([sampleLines({ series })])).toMatchObject([
      { series: [{ x: [0.333333], y: [-6.66667e-10] }] },
    ]);
  });

  it('have a gap for a y that is not finite, and no point without an x', () => {
    const series = [
      { name: 'a', x: [0, 1, Number.NaN, 3], y: [1, Number.NaN, 2, Number.POSITIVE_INFINITY, 9] },
    ];
    const [figure] = drawableFigures([sampleLines({ series })]);
    expect(figure).toMatchObject({ series: [{ x: [0, 1, 3], y: [1, null, null] }] });
  });

  it.each([
    ['a count missing', sampleGrid({ counts: zeros(99) })],
    ['a count too many', sampleGrid({ counts: zeros(101) })],
    ['a count that is none', sampleGrid({ counts: [...zeros(99), 0.5] })],
    ['a negative count', sampleGrid({ counts: [...zeros(99), -1] })],
    ['no rows', sampleGrid({ rows: [], counts: [] })],
    [
      'too many columns',
      sampleGrid({ rows: ['a'], columns: Array.from('abcdefghijklmnopq'), counts: zeros(17) }),
    ],
  ])('are left out with %s', (_, figure) => {
    expect(drawableFigures([figure])).toEqual([]);
  });

  it.each([
    ['a byte missing', { width: 2, height: 2, pixels: base64(3) }],
    ['a byte too many', { width: 2, height: 2, pixels: base64(5) }],
    ['a size that is none', { width: 0.5, height: 2, pixels: base64(1) }],
    ['no size at all', { width: 0, height: 0, pixels: '' }],
    ['too many pixels', { width: 49, height: 1, pixels: base64(49) }],
    ['what is not base64', { width: 2, height: 2, pixels: '"><script>' }],
  ])('lose a picture with %s, and no other', (_, image) => {
    const whole = { width: 2, height: 2, pixels: base64(4), label: 'whole' };
    const [figure] = drawableFigures([{ ...sampleImages(), images: [{ ...image, label: 'a' }, whole] }]);
    expect(figure).toMatchObject({ images: [whole] });
    expect(drawableFigures([{ ...sampleImages(), images: [{ ...image, label: 'a' }] }])).toEqual([]);
  });
});

function matchesSchema(figures: Figure[]): boolean {
  return isValid(sampleResult({ exercises: [sampleExercise({ figures })] }));
}

function counted(length: number): { x: number[]; y: number[] } {
  const x = Array.from({ length }, (_, index) => index);
  return { x, y: x };
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function base64(bytes: number): string {
  return Buffer.alloc(bytes, 7).toString('base64');
}
