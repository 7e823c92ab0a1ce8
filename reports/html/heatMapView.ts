// A tensor's errors as a diagram after Hinton: the further off an entry, the larger and louder its square.

import type { HeatMap } from '../../harness/result.ts';
import { count } from '../numbers.ts';

/** Cells drawn along one side; a larger tensor shares cells, for a browser draws each as an element. */
const CELLS_A_SIDE = 64;
/** Pixels that one cell takes: as many as fit, within what can be seen and what does not shout. */
const SMALLEST_PITCH = 7;
const LARGEST_PITCH = 24;
/** Pixels across which a large map spreads; a phone held upright scales it by no more than a third. */
const SPREAD = 448;
/** Pixels round the map for the indices of the first and the last row and column. */
const LEFT = 34;
const TOP = 20;
const RIGHT = 14;
/** Pixels between the map and its indices, and from the middle of a digit to its foot. */
const MARK_GAP = 7;
const MARK_FOOT = 4;

/** In words, and how much of a cell's side its square takes, so that the level shows without colour. */
const LEVELS = [
  { level: 0, words: 'right', spoken: 'right', side: 0.16 },
  { level: 1, words: 'off by < 1e-3', spoken: 'off by less than 1e-3', side: 0.34 },
  { level: 2, words: '< 1e-1', spoken: 'off by less than 1e-1', side: 0.54 },
  { level: 3, words: '< 1', spoken: 'off by less than 1', side: 0.74 },
  { level: 4, words: '≥ 1', spoken: 'off by 1 or more', side: 0.92 },
  { level: 5, words: 'not a number', spoken: 'not a number', side: 0.92 },
] as const;
const NOT_A_NUMBER = 5;
/** Shares of a square's side: what its cross leaves free all round, and the stroke of the cross. */
const CROSS_INSET = 0.2;
const CROSS_STROKE = 0.1;
/** Pixels of a square in the legend. */
const SWATCH = 16;

/** What heatMap.hbs draws. */
export function heatMapView(map: HeatMap) {
  const [rows, columns] = map.shape;
  const shared = { rows: sharedBy(rows), columns: sharedBy(columns) };
  const drawn = { rows: Math.ceil(rows / shared.rows), columns: Math.ceil(columns / shared.columns) };
  const pitch = pitchFor(Math.max(drawn.rows, drawn.columns));
  const cells = worstByCell(map, shared, drawn.columns).map(([cell, level]) =>
    square(
      level,
      pitch,
      LEFT + pitch * (cell % drawn.columns),
      TOP + pitch * Math.floor(cell / drawn.columns),
    ),
  );
  return {
    tensor: map.tensor,
    shape: `(${rows}, ${columns})`,
    description: description(map),
    shared: shared.rows * shared.columns > 1 ? `${shared.rows} × ${shared.columns}` : null,
    grid: { left: LEFT, top: TOP, width: drawn.columns * pitch, height: drawn.rows * pitch },
    width: LEFT + drawn.columns * pitch + RIGHT,
    height: TOP + drawn.rows * pitch + 1,
    cells,
    crosses: crosses(cells),
    marks: axisMarks(rows, columns, pitch, drawn),
    legend: legend(map.levels),
  };
}

type Cell = ReturnType<typeof square>;

function sharedBy(entries: number): number {
  return Math.max(1, Math.ceil(entries / CELLS_A_SIDE));
}

function pitchFor(cells: number): number {
  return Math.min(LARGEST_PITCH, Math.max(SMALLEST_PITCH, Math.floor(SPREAD / Math.max(1, cells))));
}

/** The worst level of the entries that share a cell, so that no fault is lost by drawing fewer cells. */
function worstByCell(map: HeatMap, shared: { rows: number; columns: number }, drawnColumns: number) {
  const worst = new Map<number, number>();
  const [rows, columns] = map.shape;
  for (const [index, level] of map.levels.slice(0, rows * columns).entries()) {
    const row = Math.floor(index / columns / shared.rows);
    const column = Math.floor((index % columns) / shared.columns);
    const cell = row * drawnColumns + column;
    worst.set(cell, Math.max(worst.get(cell) ?? 0, known(level)));
  }
  return [...worst];
}

/** A level that this report does not know is drawn as the worst, not as nothing. */
function known(level: number): number {
  return LEVELS[level] ? level : NOT_A_NUMBER;
}

function square(level: number, pitch: number, left: number, top: number) {
  const side = round(pitch * (LEVELS[level]?.side ?? 1));
  const margin = (pitch - side) / 2;
  return { level, x: round(left + margin), y: round(top + margin), side };
}

/** One path over all squares that are not a number, null where there are none. */
function crosses(cells: Cell[]) {
  const broken = cells.filter(({ level }) => level === NOT_A_NUMBER);
  const [first] = broken;
  return first ? { path: broken.map(cross).join(''), width: round(first.side * CROSS_STROKE) } : null;
}

function cross({ x, y, side }: Cell): string {
  const [inset, arm] = [round(side * CROSS_INSET), round(side * (1 - 2 * CROSS_INSET))];
  return `M${round(x + inset)} ${round(y + inset)}l${arm} ${arm}m0-${arm}l-${arm} ${arm}`;
}

/** The first and the last index of each axis; only the first where the axis has one cell. */
function axisMarks(rows: number, columns: number, pitch: number, drawn: { rows: number; columns: number }) {
  const across = (cell: number, text: number) => ({
    x: LEFT + pitch * (cell + 0.5),
    y: TOP - MARK_GAP,
    anchor: 'middle',
    text,
  });
  const down = (cell: number, text: number) => ({
    x: LEFT - MARK_GAP,
    y: round(TOP + pitch * (cell + 0.5) + MARK_FOOT),
    anchor: 'end',
    text,
  });
  const marks = [across(0, 0), down(0, 0)];
  if (drawn.columns > 1) marks.push(across(drawn.columns - 1, columns - 1));
  if (drawn.rows > 1) marks.push(down(drawn.rows - 1, rows - 1));
  return marks;
}

function legend(levels: number[]) {
  return LEVELS.map(({ level, words, spoken }) => {
    const cell = square(level, SWATCH, 0, 0);
    const entries = levels.filter((other) => known(other) === level).length;
    return { words, spoken, entries, cell, crosses: crosses([cell]), swatch: SWATCH };
  });
}

/** What the drawing shows, for those who do not see it. */
function description({ tensor, shape: [rows, columns], levels }: HeatMap): string {
  const found = legend(levels).filter(({ entries }) => entries > 0);
  const parts = found.map(({ spoken, entries }) => `${entries} ${spoken}`).join(', ');
  return `${tensor}, ${count(rows, 'row')} by ${count(columns, 'column')}: ${parts}`;
}

function round(pixels: number): number {
  return Number(pixels.toFixed(1));
}
