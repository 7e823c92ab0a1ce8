// info.csv for a similarity run with Dolos: which file is whose.

import { csvHeading, csvRows } from './table.ts';

export interface DolosFile {
  /** Relative to info.csv, with `/` between folders. */
  filename: string;
  /** The stem of the exercise. */
  label: string;
  /** ISO 8601; null where it is not known. */
  createdAt: string | null;
  fullName: string;
}

/** The rows by file name. Without a byte order mark, which Dolos would take for a part of the first heading. */
export function dolosInfo(files: readonly DolosFile[]): string {
  const sorted = files.toSorted((one, other) => (one.filename < other.filename ? -1 : 1));
  const rows = sorted.map(({ filename, label, createdAt, fullName }) => [
    findable(filename),
    label,
    createdAt,
    fullName,
  ]);
  return csvHeading(['filename', 'label', 'created_at', 'full_name']) + csvRows(rows);
}

/** A path is opened as it stands here, so none may begin with what is made harmless by a change. */
function findable(filename: string): string {
  return /^[\w.]/.test(filename) ? filename : `./${filename}`;
}
