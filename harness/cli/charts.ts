// The charts of a report, drawn while exercises are still graded. Those that an earlier grading drew are at hand.

import { drawnCharts, recallCharts } from '../../reports/html/chart.ts';
import { drawAhead } from '../../reports/html/lineChart.ts';
import { keepAs, keptAs } from '../kept.ts';
import type { ExerciseResult } from '../result.ts';

/** What charts are kept as: SVG by the hash of what is drawn. Of a report's thirty, most are the same in every report. */
const KEPT_AS = 'charts';

export interface ChartsAhead {
  /** Draws what an exercise has to show. */
  onGraded: (graded: ExerciseResult) => void;
  /** Keeps what was drawn for gradings to come. */
  keep: () => Promise<void>;
}

/** Draws charts as exercises are graded. */
export function chartsAhead(root: string): ChartsAhead {
  const kept = keptCharts(root);
  recallCharts(kept);
  const known = new Set(kept.map(([hash]) => hash));
  return {
    onGraded: (graded) => void drawAhead(graded).catch(() => {}), // told as the report is written
    keep: async () => {
      const charts = await drawnCharts();
      if (charts.some(([hash]) => !known.has(hash))) keepAs(root, KEPT_AS, charts);
    },
  };
}

/** The kept charts of the project at `root`; none where there is nothing that can be one. */
function keptCharts(root: string): [hash: string, svg: string][] {
  const kept = keptAs(root, KEPT_AS);
  return Array.isArray(kept) && kept.every(isChart) ? kept : [];
}

function isChart(entry: unknown): entry is [string, string] {
  return Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string');
}
