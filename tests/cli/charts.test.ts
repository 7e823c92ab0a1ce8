import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Figure } from '../../harness/result.ts';
import { folderOf } from '../harness/folder.ts';
import { sampleLines } from '../reports/sampleFigures.ts';
import { sampleExercise, sampleResult } from '../reports/sampleResult.ts';

const KEPT = path.join('dist', 'graders-charts.json');
const FIGURE = sampleLines();

/** How often Vega was asked to draw. */
let drawings = 0;
beforeEach(() => (drawings = 0));

/** A grading in a process that has drawn nothing yet: its report's picture of the figure. */
async function grading(root: string, figure: Figure = FIGURE): Promise<string> {
  vi.resetModules();
  const { View } = await import('vega');
  const { chartsAhead } = await import('../../harness/cli/charts.ts');
  const { drawCharts } = await import('../../reports/html/lineChart.ts');
  const toSVG = vi.spyOn(View.prototype, 'toSVG');
  const charts = chartsAhead(root);
  const exercise = sampleExercise({ figures: [figure] });
  charts.onGraded(exercise);
  const [picture = ''] = (await drawCharts(sampleResult({ exercises: [exercise] }), '')).values();
  await charts.keep();
  drawings += toSVG.mock.calls.length;
  toSVG.mockRestore();
  return picture;
}

it('does not draw again what an earlier grading drew, and gives the same picture', async () => {
  const root = await folderOf({ 'dist/cli.mjs': '' });
  const first = await grading(root);
  expect(drawings).toBe(1);
  expect(await grading(root)).toBe(first);
  expect(drawings).toBe(1);
  expect(first).toMatch(/^data:image\/svg\+xml;base64,/);
  expect(readdirSync(path.join(root, 'dist'))).toEqual(['cli.mjs', 'graders-charts.json']);
});

it('draws a figure that differs in one number, and keeps both', async () => {
  const root = await folderOf({ 'dist/cli.mjs': '' });
  const other = structuredClone(FIGURE);
  Reflect.set(other.series[0]?.y ?? [], 3, 0.5);
  expect(await grading(root)).not.toBe(await grading(root, other));
  await grading(root);
  await grading(root, other);
  expect(drawings).toBe(2);
});

it.each(['', 'null', '{"a":"b"}', '[["hash"]]', '[["hash",1]]'])(
  'draws, and keeps, where what was kept is %o',
  async (kept) => {
    const root = await folderOf({ [KEPT]: kept });
    const picture = await grading(root);
    expect(drawings).toBe(1);
    expect(await grading(root)).toBe(picture);
    expect(drawings).toBe(1);
  },
);

it('writes nothing where nothing new was drawn', async () => {
  const root = await folderOf({ 'dist/cli.mjs': '' });
  await grading(root);
  const file = path.join(root, KEPT);
  const marked = `${readFileSync(file, 'utf8')}\n`;
  writeFileSync(file, marked);
  await grading(root);
  expect(readFileSync(file, 'utf8')).toBe(marked);
});

it('draws where nothing can be kept', async () => {
  const root = await folderOf({ dist: 'in its way' });
  const picture = await grading(root);
  expect(await grading(root)).toBe(picture);
  expect(drawings).toBe(2);
});
