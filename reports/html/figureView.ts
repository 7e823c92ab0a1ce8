import type { Figure } from '../../harness/result.ts';
import { count } from '../numbers.ts';
import { gridView } from './gridView.ts';
import { drawnValue, LINE_STYLES, type Charts, type LinesFigure } from './lineChart.ts';
import { greyPng } from './png.ts';

/** Pixels across which a picture spreads: whole times its own, so that each of its pixels is a square. */
const PICTURE_WIDTH = 84;
/** Pixels of a line in the legend. */
const SWATCH = { width: 36, height: 10 };

type Images = (Figure & { kind: 'images' })['images'];

/** What figure.hbs shows: one of `chart`, `grid` and `images`, the others null. */
export function figureView(figure: Figure, charts: Charts) {
  const { kind, title, caption } = figure;
  return {
    title,
    caption,
    chart: kind === 'lines' ? chartView(figure, charts) : null,
    grid: kind === 'grid' ? gridView(figure) : null,
    images: kind === 'images' ? imagesView(figure.images) : null,
  };
}

/** The picture of the lines, null where none has a value that can be drawn, and what each line is. */
function chartView(figure: LinesFigure, charts: Charts) {
  return {
    picture: charts.get(figure) ?? null,
    alt: `${figure.title}. ${figure.caption}`,
    legend: figure.series.slice(0, LINE_STYLES.length).map(({ name, y }, index) => ({
      name,
      swatch: { ...SWATCH, index, middle: SWATCH.height / 2, dash: LINE_STYLES[index]?.dash.join(' ') ?? '' },
      gaps: gapsIn(y.filter((value) => drawnValue(figure, value) === null).length, figure.isLogarithmic),
    })),
    more: Math.max(0, figure.series.length - LINE_STYLES.length),
  };
}

function gapsIn(gaps: number, isLogarithmic: boolean): string {
  if (gaps === 0) return '';
  return `${count(gaps, 'gap')}: no number${isLogarithmic ? ' above 0' : ''}`;
}

/** Pictures whose bytes are those of their size; any other is left out. */
function imagesView(images: Images) {
  return images.flatMap(({ width, height, pixels, label }) => {
    const bytes = Buffer.from(pixels, 'base64');
    if (bytes.length === 0 || bytes.length !== width * height) return [];
    const times = Math.max(1, Math.floor(PICTURE_WIDTH / width));
    const picture = greyPng(width, height, bytes);
    return [{ label, picture, width: width * times, height: height * times }];
  });
}
