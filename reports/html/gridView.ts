// Counts by row and column, such as a confusion matrix: a table, each count shaded by its share of its row.

import type { Figure } from '../../harness/result.ts';

/** Shares of a row from which a count is shaded one step darker; below the first it is not. */
const SHARES = [0.01, 0.05, 0.2, 0.5, 0.8];

/** What grid.hbs shows. */
export function gridView({ rowLabel, columnLabel, rows, columns, counts }: Figure & { kind: 'grid' }) {
  return {
    rowLabel,
    columnLabel,
    columns,
    rows: rows.map((name, row) => {
      const start = row * columns.length;
      return { name, cells: cellsOf(counts.slice(start, start + columns.length)) };
    }),
  };
}

function cellsOf(counts: number[]) {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => ({
    count,
    share: SHARES.filter((share) => count >= share * sum && count > 0).length,
  }));
}
