// The border for figures: a grader builds them of numbers and words that may be a student's, and a report draws whatever
// comes through here. What cannot be drawn as it says is left out; it never costs points.

import type { Figure, Series } from '../result.ts';

/** What docs/result.schema.json states as well (characters, and entries). */
const FIGURES_LIMIT = 12;
const TITLE_LIMIT = 200;
const CAPTION_LIMIT = 1000;
const NAME_LIMIT = 80;
const SERIES_LIMIT = 8;
/** Points of a line, and digits of its numbers: a result file stays small, and a figure shows no more. */
const POINTS_LIMIT = 200;
const DIGITS = 6;
const SIDE_LIMIT = 16;
const IMAGES_LIMIT = 32;
/** Pixels along one side: of a larger picture no pixel can be seen for itself. */
const PIXELS_LIMIT = 48;

type Lines = Figure & { kind: 'lines' };
type Grid = Figure & { kind: 'grid' };
type Images = Figure & { kind: 'images' };

/** The figures that can be drawn, each within its limits. */
export function drawableFigures(figures: readonly Figure[]): Figure[] {
  return figures.slice(0, FIGURES_LIMIT).flatMap((figure) => {
    const drawable = drawableOf(figure);
    const { title, caption } = figure;
    return drawable
      ? [{ ...drawable, title: cut(title, TITLE_LIMIT), caption: cut(caption, CAPTION_LIMIT) }]
      : [];
  });
}

function drawableOf(figure: Figure): Figure | null {
  switch (figure.kind) {
    case 'lines':
      return linesOf(figure);
    case 'grid':
      return gridOf(figure);
    case 'images':
      return imagesOf(figure);
  }
}

function linesOf(figure: Lines): Lines {
  const { xLabel, yLabel, series } = figure;
  return {
    ...figure,
    xLabel: cut(xLabel, NAME_LIMIT),
    yLabel: cut(yLabel, NAME_LIMIT),
    series: series.slice(0, SERIES_LIMIT).map(seriesOf),
  };
}

/** Points with a finite x, every so many of them where there are too many; a y that is not finite is a gap. */
function seriesOf({ name, x, y }: Series): Series {
  const points = x.slice(0, y.length).flatMap((at, index) => {
    const value = y[index] ?? null;
    return Number.isFinite(at) ? [{ x: at, y: Number.isFinite(value) ? value : null }] : [];
  });
  const stride = Math.ceil((points.length - 1) / (POINTS_LIMIT - 1));
  const kept = points.filter((_, index) => index % stride === 0 || index === points.length - 1);
  return {
    name: cut(name, NAME_LIMIT),
    x: kept.map((point) => rounded(point.x)),
    y: kept.map((point) => (point.y === null ? null : rounded(point.y))),
  };
}

/** Null where the counts are not one whole number for each row and column. */
function gridOf(figure: Grid): Grid | null {
  const { rows, columns, counts, rowLabel, columnLabel } = figure;
  const fits = [rows, columns].every(({ length }) => length > 0 && length <= SIDE_LIMIT);
  const areCounts = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!fits || !areCounts || counts.length !== rows.length * columns.length) return null;
  return {
    ...figure,
    rowLabel: cut(rowLabel, NAME_LIMIT),
    columnLabel: cut(columnLabel, NAME_LIMIT),
    rows: rows.map((name) => cut(name, NAME_LIMIT)),
    columns: columns.map((name) => cut(name, NAME_LIMIT)),
  };
}

/** Null where no picture has as many bytes as its size says. */
function imagesOf(figure: Images): Images | null {
  const images = figure.images
    .slice(0, IMAGES_LIMIT)
    .filter(isWhole)
    .map((image) => ({ ...image, label: cut(image.label, NAME_LIMIT) }));
  return images.length === 0 ? null : { ...figure, images };
}

function isWhole({ width, height, pixels }: Images['images'][number]): boolean {
  const isSide = (side: number) => Number.isInteger(side) && side > 0 && side <= PIXELS_LIMIT;
  if (!isSide(width) || !isSide(height)) return false;
  const bytes = Buffer.from(pixels, 'base64');
  return bytes.length === width * height && bytes.toString('base64') === pixels;
}

function rounded(number: number): number {
  return Number(number.toPrecision(DIGITS));
}

function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 3)}...` : text;
}
