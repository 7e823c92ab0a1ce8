// Draws a student's activation beside the reference's, on the lesson's interval from -4 to 4.

import type { Figure, Series } from '../../harness/result.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';
import { activations, type ActivationName } from '../../reference/float64/activations.ts';
import type { Part } from '../../reference/misconceptions/activations.ts';
import { callScalar } from './scalarTrials.ts';
import type { Student } from './student.ts';

const FROM = -4;
const STEP = 0.1;
const COUNT = 80;
/** Digits after the point that a picture can show. */
const DIGITS = 3;

/** Half a step off the grid, so that no point is 0, where kinks are. */
const GRID = Float64Array.from({ length: COUNT }, (_, index) => rounded(FROM + (index + 0.5) * STEP));

/** f and df of one activation, the exact ones and the student's; null where the student has neither. */
export async function activationFigure(student: Student, name: ActivationName): Promise<Figure | null> {
  const own = [await ownSeries(student, name, 'f'), await ownSeries(student, name, 'df')].flat();
  if (own.length === 0) return null;
  return {
    kind: 'lines',
    title: `${name} and its derivative`,
    caption: `Your ${own.map(({ name: line }) => line.replace('your ', '')).join(' and ')} of ${name} beside the exact curves.`,
    xLabel: 'x',
    yLabel: 'value',
    isLogarithmic: false,
    series: [
      seriesOf('exact f', GRID.map(activations[name].f)),
      seriesOf('exact df', GRID.map(activations[name].df)),
      ...own,
    ],
  };
}

/** The student's curve; none where no numbers come. */
async function ownSeries(student: Student, name: ActivationName, part: Part): Promise<Series[]> {
  try {
    const y = await callScalar(student, `activations.${name}.${part}`, GRID);
    return typeof y === 'string' ? [] : [seriesOf(`your ${part}`, y)];
  } catch (error) {
    if (error instanceof StudentFault && error !== student.failedToLoad) return [];
    throw error;
  }
}

function seriesOf(name: string, y: Float64Array): Series {
  return {
    name,
    x: Array.from(GRID),
    y: Array.from(y, (value) => (Number.isFinite(value) ? rounded(value) : null)),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}
