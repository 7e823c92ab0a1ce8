// Lines as pictures. No name of a series comes into a picture: the page has the legend, where what others wrote is
// escaped like any other text.

import { setImmediate } from 'node:timers/promises';
import type { ExerciseResult, Figure, Result, Series } from '../../harness/result.ts';
import type { TopLevelSpec } from 'vega-lite';
import { CHART_CONFIG, chartPainter } from './chart.ts';

export type LinesFigure = Figure & { kind: 'lines' };
/** The pictures of a result's line figures, as data: URLs. */
export type Charts = ReadonlyMap<Figure, string>;

/** Lines that can be told apart, each by a colour and by a dash; a figure's further lines are left out. */
export const LINE_STYLES = [
  [],
  [7, 5],
  [1, 5],
  [11, 5, 1, 5],
  [16, 6],
  [4, 6],
  [1, 4, 7, 4],
  [9, 4, 1, 4, 1, 4],
].map((dash, index) => ({ colour: `var(--series-${index})`, dash }));

/** Pixels of the plot, such that it can be read at the 350 of a phone. */
const SIZE = { width: 440, height: 230 };
const LINE_WIDTH = 2.2;
/** Larger numbers are drawn as gaps: an axis cannot hold the largest a float64 can be. */
const LARGEST = 1e150;

/** Draws every figure of lines in which there is something to draw; `colours` is the stylesheet that its colours are from. */
export async function drawCharts(result: Result, colours: string): Promise<Charts> {
  const figures = result.exercises.flatMap((exercise) => exercise.figures).filter(isDrawable);
  const charts = new Map<Figure, string>();
  const draw = chartPainter(colours);
  for (const figure of figures) charts.set(figure, await draw(specOf(figure), pointsOf(figure)));
  return charts;
}

/** Draws the figures of an exercise that has been graded while others still are: the report then finds its charts drawn. */
export async function drawAhead({ figures }: Pick<ExerciseResult, 'figures'>): Promise<void> {
  const draw = chartPainter('');
  for (const figure of figures.filter(isDrawable)) {
    await draw(specOf(figure), pointsOf(figure));
    await setImmediate(); // what the others say is heard in between
  }
}

/** What is drawn of a value: null is a gap, also where a logarithm has no value. */
export function drawnValue({ isLogarithmic }: LinesFigure, y: number | null | undefined): number | null {
  if (typeof y !== 'number' || !(Math.abs(y) <= LARGEST)) return null;
  return isLogarithmic && y <= 0 ? null : y;
}

function isDrawable(figure: Figure): figure is LinesFigure {
  if (figure.kind !== 'lines') return false;
  return shown(figure).some(({ y }) => y.some((value) => drawnValue(figure, value) !== null));
}

function shown({ series }: LinesFigure): Series[] {
  return series.slice(0, LINE_STYLES.length);
}

function specOf(figure: LinesFigure): TopLevelSpec {
  const { xLabel, yLabel, isLogarithmic } = figure;
  return {
    ...SIZE,
    background: 'var(--sheet)',
    padding: 8,
    config: CHART_CONFIG,
    data: { values: [] },
    mark: { type: 'line', strokeWidth: LINE_WIDTH, strokeCap: 'round', strokeJoin: 'round' },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: xLabel, scale: { zero: false, nice: false } },
      y: {
        field: 'y',
        type: 'quantitative',
        title: yLabel,
        scale: isLogarithmic ? { type: 'log' } : { zero: false },
        axis: { format: '~g', tickCount: 5 },
      },
      color: styled(({ colour }) => colour),
      strokeDash: styled(({ dash }) => dash),
    },
  };
}

function styled(style: (line: (typeof LINE_STYLES)[number]) => unknown) {
  return {
    field: 'series',
    type: 'nominal' as const,
    scale: { domain: LINE_STYLES.map((_, index) => index), range: LINE_STYLES.map(style) as string[] },
    legend: null,
  };
}

function pointsOf(figure: LinesFigure) {
  return shown(figure).flatMap(({ x, y }, series) =>
    x.map((at, index) => ({ series, x: at, y: drawnValue(figure, y[index]) })),
  );
}
