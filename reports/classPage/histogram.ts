// How the scores of a class spread, as a picture by Vega-Lite and in words. No text that others wrote comes into it.

import type { TopLevelSpec } from 'vega-lite';
import { CHART_CONFIG } from '../html/chart.ts';
import { count, points } from '../numbers.ts';
import type { Standing } from './standing.ts';

/** Equal parts of the points that can be had. */
const BINS = 10;
/** Pixels of the plot, such that it can be read at the 350 of a phone. */
const SIZE = { width: 440, height: 210 };
const LETTERS = 13;
/** Where the bar of the missing stands on an axis that counts bins from 0. */
const APART = -1.9;

export interface Bin {
  from: number;
  to: number;
  count: number;
}

/** Counts by bin: a score on an edge belongs to the bin above it, the highest score to the last. */
export function binsOf(scores: number[], maxScore: number): Bin[] {
  const width = maxScore / BINS;
  const bins = Array.from({ length: BINS }, (_, index) => ({
    from: index * width,
    to: (index + 1) * width,
    count: 0,
  }));
  for (const score of scores) {
    // 0.3 / 0.1 is a little less than 3: a score on an edge must not fall below it.
    const place = Math.floor(score / width + 1e-9);
    const bin = bins[Math.min(BINS - 1, Math.max(0, place))];
    if (bin) bin.count += 1;
  }
  return bins;
}

/** What histogram.hbs shows beside the picture; null where there is no score, or nothing could be had. */
export function histogramView(standing: Standing, maxScore: number) {
  const { scores, counts, median } = standing;
  if (median === null || maxScore <= 0) return null;
  const bins = binsOf(scores, maxScore);
  const spread = bins.map((bin) => `${points(bin.from)} to ${points(bin.to)}: ${bin.count}`).join('; ');
  const unscored = counts.unreadable + counts.errored;
  return {
    alt: `Histogram of ${count(scores.length, 'score')}. ${spread}. Missing: ${counts.missing}.`,
    caption: [
      `${count(scores.length, 'graded submission')} in bins of ${count(maxScore / BINS, 'point')}; a score on an edge ` +
        `counts in the bin above. The dashed line is the median, ${points(median)}.`,
      ...(counts.missing > 0 ? [`${counts.missing} missing, apart at the left.`] : []),
      ...(unscored > 0 ? [`${count(unscored, 'submission')} without a score left out.`] : []),
    ].join(' '),
  };
}

/** The picture of it. */
export function histogramSpec(standing: Standing, maxScore: number): TopLevelSpec {
  const width = maxScore / BINS;
  const bars = binsOf(standing.scores, maxScore).map((bin, index) => ({
    left: index,
    right: index + 1,
    count: bin.count,
  }));
  const { missing } = standing.counts;
  const apart = missing > 0 ? [{ left: APART, right: APART + 1, count: missing }] : [];
  return {
    ...SIZE,
    background: 'var(--sheet)',
    padding: 8,
    config: CHART_CONFIG,
    layer: [
      barsLayer(bars, 'var(--link)'),
      barsLayer(apart, 'var(--soft)'),
      countsLayer([...bars, ...apart].filter(({ count: number }) => number > 0)),
      medianLayer((standing.median ?? 0) / width),
    ],
    encoding: {
      x: {
        field: 'left',
        type: 'quantitative',
        title: `score of ${points(maxScore)}`,
        scale: { domain: [missing > 0 ? APART - 0.2 : -0.2, BINS + 0.2], nice: false, zero: false },
        axis: axisOf(width, missing > 0),
      },
      y: { field: 'count', type: 'quantitative', title: 'students', axis: { tickMinStep: 1, tickCount: 4 } },
    },
  };
}

type Bar = { left: number; right: number; count: number };

function barsLayer(values: Bar[], colour: string) {
  return {
    data: { values },
    mark: { type: 'bar' as const, color: colour, stroke: 'var(--sheet)', strokeWidth: 1.5 },
    encoding: { x2: { field: 'right' }, y2: { datum: 0 } },
  };
}

function countsLayer(values: Bar[]) {
  return {
    data: { values: values.map(({ left, count: number }) => ({ left: left + 0.5, count: number })) },
    mark: { type: 'text' as const, dy: -8, color: 'var(--ink)', fontSize: LETTERS },
    encoding: { text: { field: 'count', type: 'quantitative' as const } },
  };
}

function medianLayer(left: number) {
  return {
    data: { values: [{ left }] },
    mark: { type: 'rule' as const, color: 'var(--ink)', strokeDash: [4, 4], strokeWidth: 1.5 },
    encoding: { y: { value: 0 }, y2: { value: SIZE.height } },
  };
}

/** Every second edge, and the missing, named on the axis. */
function axisOf(width: number, hasMissing: boolean) {
  const edges = [0, 2, 4, 6, 8, BINS];
  const label = `datum.value < 0 ? 'missing' : format(datum.value * ${width}, '~r')`;
  const values = hasMissing ? [APART + 0.5, ...edges] : edges;
  // Of more values than its count, Vega drops every second.
  return { values, tickCount: values.length, labelExpr: label, labelOverlap: 'greedy' as const, grid: false };
}
