// The grading worksheet that an instructor downloads from Moodle: which column is which, and one row a participant.

import { placedTable, type PlacedCell, type PlacedRow } from './cells.ts';
import { NotUsable } from './notUsable.ts';

export interface Worksheet {
  delimiter: string;
  /** Between whole points and their parts, as the worksheet writes them. */
  decimalPoint: '.' | ',';
  participants: Participant[];
}

export interface Participant {
  /** Of the worksheet; counts from 1. */
  line: number;
  /** The number in `Participant 123`. */
  id: string;
  grade: PlacedCell;
  /** Null where the assignment takes no feedback comments. */
  feedback: PlacedCell | null;
  /** Null where the worksheet does not say. */
  maximum: number | null;
  isLocked: boolean;
  /** As it stands there. */
  submitted: string;
}

/** Headings in English, in lower case: Moodle has written both `Maximum grade` and `Maximum Grade`. */
const HEADINGS = {
  identifier: 'identifier',
  grade: 'grade',
  maximum: 'maximum grade',
  canChange: 'grade can be changed',
  submitted: 'last modified (submission)',
  feedback: 'feedback comments',
} as const;

type Columns = Partial<Record<keyof typeof HEADINGS, number>>;

/** Where they stand in a worksheet of ten columns, which is what Moodle makes unless an assignment has extras. */
const PLACES = { identifier: 0, grade: 4, maximum: 5, canChange: 6, submitted: 7, feedback: 9 };
const PLACED_COLUMNS = 10;

const NUMBERED = /^\D*(\d+)$/;
const POINTS = /^\d+([.,]\d+)?$/;
const COMMA = /^\d+,\d+$/;

/** Reads `text`, which `file` names in messages. Throws NotUsable, in one sentence, for what is no worksheet. */
export function readWorksheet(text: string, file: string): Worksheet {
  const { delimiter, rows } = placedTable(file, text);
  const [heading, ...others] = rows;
  if (heading === undefined)
    throw new NotUsable(`${file} is empty; download the grading worksheet from Moodle again.`);
  const columns = columnsOf(heading, others, file);
  const participants = others.map((row) =>
    participantOf(row, columns, { file, width: heading.cells.length }),
  );
  const points = [columns.grade, columns.maximum].flatMap((column) =>
    others.map(({ cells }) => valueAt(cells, column)),
  );
  return { delimiter, decimalPoint: points.some((value) => COMMA.test(value)) ? ',' : '.', participants };
}

function columnsOf(heading: PlacedRow, rows: PlacedRow[], file: string): Columns {
  const names = heading.cells.map(({ value }) => value.trim().toLowerCase());
  const found = Object.entries(HEADINGS)
    .map(([column, name]) => [column, names.indexOf(name)] as const)
    .filter(([, index]) => index !== -1);
  const columns: Columns = Object.fromEntries(found);
  if (columns.identifier !== undefined && names.includes('scale') && columns.maximum === undefined)
    throw new NotUsable(
      `${file} grades with a scale; give the assignment points in Moodle and download it again.`,
    );
  if (columns.identifier !== undefined && columns.grade !== undefined) return columns;
  if (isPlaced(names, rows)) return PLACES;
  throw new NotUsable(
    `${file} has no columns Identifier and Grade; download the grading worksheet again with Moodle set to English.`,
  );
}

/** Whether headings in another language stand for Moodle's ten columns: numbered participants first, and points where they belong. */
function isPlaced(names: string[], rows: PlacedRow[]): boolean {
  const prefixes = new Set(rows.map(({ cells }) => valueAt(cells, 0).replace(/\d+$/, '')));
  return (
    names.length === PLACED_COLUMNS &&
    rows.length > 0 &&
    prefixes.size === 1 &&
    rows.every(({ cells }) => {
      const grade = valueAt(cells, PLACES.grade);
      return (
        NUMBERED.test(valueAt(cells, 0)) &&
        (grade === '' || POINTS.test(grade)) &&
        POINTS.test(valueAt(cells, PLACES.maximum))
      );
    })
  );
}

/** `No` in the languages that a worksheet may be in. */
const NO = new Set(
  'no nein non nee não nej nei ei nie ne nem nu ez hayır όχι нет ні не لا לא いいえ 아니오 否 不'.split(' '),
);

function participantOf(
  { line, cells }: PlacedRow,
  columns: Columns,
  { file, width }: { file: string; width: number },
): Participant {
  const place = `${file}:${line}`;
  if (cells.length !== width)
    throw new NotUsable(
      `${place}: the row has ${cells.length} cells and the heading ${width}; download it again.`,
    );
  const identifier = valueAt(cells, columns.identifier);
  const [, id] = NUMBERED.exec(identifier) ?? [];
  const grade = cells[columns.grade ?? -1];
  if (id === undefined || grade === undefined)
    throw new NotUsable(`${place}: ${JSON.stringify(identifier)} is not the form of "Participant 123".`);
  return {
    ...{ line, id, grade },
    feedback: cells[columns.feedback ?? -1] ?? null,
    maximum: maximumOf(valueAt(cells, columns.maximum), place),
    isLocked: NO.has(valueAt(cells, columns.canChange).toLowerCase()),
    submitted: valueAt(cells, columns.submitted),
  };
}

function maximumOf(written: string, place: string): number | null {
  if (written === '') return null;
  if (POINTS.test(written)) return Number(written.replace(',', '.'));
  throw new NotUsable(`${place}: the maximum grade ${JSON.stringify(written)} is not a number of points.`);
}

function valueAt(cells: PlacedCell[], column: number | undefined): string {
  return cells[column ?? -1]?.value.trim() ?? '';
}
