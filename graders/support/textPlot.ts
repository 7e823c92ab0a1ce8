// A curve drawn in characters, for a stub that is plain text.

import type { Curve, Line } from '../../reference/curves/curve.ts';

const WIDTH = 48; // columns
const HEIGHT = 9; // rows
const MARGIN = 9; // columns, of the labels at the left
/** From here on a number is shorter as a power of ten. */
const LARGE = 1e5;

/** The curve as lines of text: the first letter of a line's name marks it, and * where two lines meet. */
export function textPlot({ xLabel, yLabel, isLogarithmic, series }: Curve): string[] {
  const scale = isLogarithmic ? Math.log10 : (value: number) => value;
  const all = series.flatMap(pointsOf);
  const [low, high] = ends(all.map(({ y }) => scale(y)));
  const [left, right] = ends(all.map(({ x }) => x));
  const rows = Array.from({ length: HEIGHT }, () => new Array<string>(WIDTH).fill(' '));
  for (const line of series) {
    for (const { x, y } of pointsOf(line)) {
      const column = Math.round(((WIDTH - 1) * (x - left)) / (right - left));
      const row = rows[HEIGHT - 1 - Math.round(((HEIGHT - 1) * (scale(y) - low)) / (high - low))];
      const mark = line.name[0] ?? '?';
      if (row) row[column] = row[column] === ' ' || row[column] === mark ? mark : '*';
    }
  }
  const real = (value: number) => (isLogarithmic ? 10 ** value : value);
  const label = (index: number) =>
    index === 0 ? short(real(high)) : index === HEIGHT - 1 ? short(real(low)) : '';
  return [
    `${' '.repeat(MARGIN)} ${yLabel}${isLogarithmic ? ' (logarithmic)' : ''}`,
    ...rows.map((row, index) => `${label(index).padStart(MARGIN)} |${row.join('')}`.trimEnd()),
    `${' '.repeat(MARGIN)} +${'-'.repeat(WIDTH)}`,
    `${' '.repeat(MARGIN)}  ${String(left).padEnd(WIDTH / 2)}${`${xLabel} ${right}`.padStart(WIDTH / 2)}`,
  ];
}

function pointsOf({ x, y }: Line): { x: number; y: number }[] {
  return y.flatMap((value, index) => (value === null ? [] : [{ x: x[index] ?? 0, y: value }]));
}

function ends(values: number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

function short(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded >= LARGE ? rounded.toExponential() : String(rounded);
}
