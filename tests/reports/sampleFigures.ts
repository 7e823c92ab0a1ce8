// Figures made up for the tests of reports, each of its kind.

import type { Figure } from '../../harness/result.ts';

/** Two losses on a logarithmic axis; the second has a gap. */
export function sampleLines(fields: Partial<Figure & { kind: 'lines' }> = {}): Figure & { kind: 'lines' } {
  const x = Array.from({ length: 100 }, (_, index) => index * 20);
  return {
    kind: 'lines',
    title: 'The loss over 2000 steps',
    caption: 'Yours and the reference, on the same batches. A gap is a step without a number.',
    xLabel: 'step',
    yLabel: 'loss',
    isLogarithmic: true,
    series: [
      { name: 'yours', x, y: x.map((step) => 1.1 * Math.exp(-step / 500) + 0.02 + Math.sin(step) / 200) },
      {
        name: 'the reference, trained from the same weights',
        x,
        y: x.map((step) => (step > 1200 && step < 1500 ? null : 1.1 * Math.exp(-step / 300) + 0.01)),
      },
    ],
    ...fields,
  };
}

/** A confusion matrix of ten digits. */
export function sampleGrid(fields: Partial<Figure & { kind: 'grid' }> = {}): Figure & { kind: 'grid' } {
  const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
  return {
    kind: 'grid',
    title: 'Which digit was taken for which',
    caption: '10,000 test images; a 4 is most often taken for a 9.',
    rowLabel: 'true',
    columnLabel: 'predicted',
    rows: digits,
    columns: digits,
    counts: digits.flatMap((row) =>
      digits.map((column) => (row === column ? 960 + Number(row) : (Number(row) * Number(column) * 3) % 17)),
    ),
    ...fields,
  };
}

/** Grey pictures of 28 x 28, as MNIST has them. */
export function sampleImages(): Figure & { kind: 'images' } {
  const side = 28;
  const pixels = Buffer.from(
    Array.from({ length: side * side }, (_, at) => {
      const distance = Math.hypot(Math.floor(at / side) - 13.5, (at % side) - 13.5);
      return Math.max(0, Math.round(255 - 90 * Math.abs(distance - 8)));
    }),
  ).toString('base64');
  const labels = ['a 0 taken for a 6', 'a 0 taken for an 8', 'a 0, but only just', 'a 0 taken for a 3'];
  return {
    kind: 'images',
    title: 'Where it was surest and wrong',
    caption: 'Four test images, the surest first.',
    images: labels.map((label) => ({ width: side, height: side, pixels, label })),
  };
}
