import { View } from 'vega';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { drawAhead, drawCharts } from '../../reports/html/lineChart.ts';
import type { Figure } from '../../harness/result.ts';
import { sampleLines } from './sampleFigures.ts';
import { sampleExercise, sampleResult } from './sampleResult.ts';

let drawings = 0;
const toSVG: unknown = Reflect.get(View.prototype, 'toSVG');
beforeAll(() => {
  View.prototype.toSVG = function counted(this: View, ...given: []) {
    drawings++;
    return Reflect.apply(toSVG as typeof this.toSVG, this, given);
  };
});
beforeEach(() => (drawings = 0));
afterAll(() => void Reflect.set(View.prototype, 'toSVG', toSVG));

it('draws a figure before the report once, and gives the report its picture in the colours of the page', async () => {
  const figure = sampleLines({ xLabel: 'a step of this test' });
  await drawAhead({ figures: [figure] });
  expect(drawings).toBe(1);
  const copy = structuredClone(figure);
  const [picture = ''] = (await pictures(copy, ':root{--ink:red}')).values();
  expect(drawings).toBe(1);
  expect(svgOf(picture)).toContain('<style>:root{--ink:red}</style>');
});

it('draws figures that differ in one number or one word each for itself', async () => {
  const figure = sampleLines();
  const [first] = figure.series;
  const moved = { ...figure, series: [{ ...first, x: [0, 1], y: [1, 2] }] } as typeof figure;
  const further = { ...figure, series: [{ ...first, x: [0, 1], y: [1, 2.5] }] } as typeof figure;
  const renamed = { ...further, yLabel: 'another loss' };
  const drawn = await Promise.all(
    [moved, further, renamed].map(async (each) => [...(await pictures(each, '')).values()].join('')),
  );
  expect(new Set(drawn).size).toBe(3);
  expect(drawings).toBe(3);
});

function pictures(figure: Figure, colours: string) {
  return drawCharts(sampleResult({ exercises: [sampleExercise({ figures: [figure] })] }), colours);
}

function svgOf(picture: string): string {
  return Buffer.from(picture.slice(picture.indexOf(',') + 1), 'base64').toString('utf8');
}
