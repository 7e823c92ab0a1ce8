// Rows as CSV that a spreadsheet can open: RFC 4180, and no cell of a student's is a formula.

import { stringify } from 'csv-stringify/sync';

/** Numbers stay numbers, and null is an empty cell. */
export type Cell = string | number | null;

/** Without it Excel reads UTF-8 as the machine's old encoding. */
export const BYTE_ORDER_MARK = '\uFEFF';

const SAFE = {
  record_delimiter: 'windows',
  // A lone CR or LF in a name would end the row; left to itself the library quotes for both together only.
  quote_record_delimiter: true,
  // An apostrophe before = + - @ tab and CR, and before the full-width forms that Numbers takes for them.
  escape_formulas: true,
} as const;

/** Rows that hold what students wrote. */
export function csvRows(rows: readonly Cell[][]): string {
  return stringify([...rows], SAFE);
}

/** A heading of ours or the instructor's, word for word. */
export function csvHeading(names: readonly string[]): string {
  return stringify([[...names]], { ...SAFE, escape_formulas: false });
}

/** One cell as it stands in a row of somebody else's file. */
export function csvCell(text: string, { delimiter, quoted }: { delimiter: string; quoted: boolean }): string {
  return stringify([[text]], { ...SAFE, delimiter, quoted, quoted_empty: quoted, eof: false });
}
