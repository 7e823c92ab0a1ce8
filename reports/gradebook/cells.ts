// A delimited file as cells with their places in the text, so that one cell can be replaced and all else left as it is.

import { NotUsable } from './notUsable.ts';

export interface PlacedCell {
  /** Without quotes, and doubled quotes as one. */
  value: string;
  /** Where the cell, quotes included, begins and ends in the text. */
  start: number;
  end: number;
}

export interface PlacedRow {
  /** Of the text, where the row begins; counts from 1. */
  line: number;
  cells: PlacedCell[];
}

export interface PlacedTable {
  delimiter: string;
  rows: PlacedRow[];
}

/** Reads `text`, which `file` names in messages. Throws NotUsable where a quote is never closed. */
export function placedTable(file: string, text: string): PlacedTable {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const delimiter = delimiterOf(text.slice(start));
  const rows: PlacedRow[] = [];
  const cursor: Cursor = { file, text, delimiter, at: start, line: 1 };
  while (cursor.at < text.length) {
    const row = readRow(cursor);
    const isBlank = row.cells.length === 1 && row.cells[0]?.value.trim() === '';
    if (!isBlank) rows.push(row);
  }
  return { delimiter, rows };
}

/** The text with these cells replaced. The cells must not overlap. */
export function withCells(text: string, changes: readonly { cell: PlacedCell; written: string }[]): string {
  const parts: string[] = [];
  let kept = 0;
  for (const { cell, written } of changes.toSorted((one, other) => one.cell.start - other.cell.start)) {
    parts.push(text.slice(kept, cell.start), written);
    kept = cell.end;
  }
  return parts.join('') + text.slice(kept);
}

interface Cursor {
  file: string;
  text: string;
  delimiter: string;
  at: number;
  line: number;
}

/** Of comma, semicolon and tab the one that the heading has most of. */
function delimiterOf(text: string): string {
  const [heading = ''] = text.replaceAll(/"[^"]*"/g, '').split(/[\r\n]/, 1);
  const count = (delimiter: string) => heading.split(delimiter).length;
  const [first = ','] = [',', ';', '\t'].toSorted((one, other) => count(other) - count(one));
  return first;
}

function readRow(cursor: Cursor): PlacedRow {
  const { line } = cursor;
  const cells: PlacedCell[] = [];
  for (;;) {
    cells.push(readCell(cursor));
    const ending = cursor.text.startsWith('\r\n', cursor.at) ? '\r\n' : cursor.text.charAt(cursor.at);
    cursor.at += ending.length;
    if (ending === cursor.delimiter) continue;
    cursor.line++;
    return { line, cells };
  }
}

function readCell(cursor: Cursor): PlacedCell {
  const start = cursor.at;
  const quoted = cursor.text.charAt(start) === '"' ? readQuoted(cursor) : '';
  const from = cursor.at;
  // What follows a closing quote belongs to the cell, as Moodle reads it.
  while (cursor.at < cursor.text.length && !isEnd(cursor)) cursor.at++;
  return { value: quoted + cursor.text.slice(from, cursor.at), start, end: cursor.at };
}

function isEnd({ text, delimiter, at }: Cursor): boolean {
  const next = text.charAt(at);
  return next === delimiter || next === '\r' || next === '\n';
}

function readQuoted(cursor: Cursor): string {
  const start = cursor.at + 1;
  let closing = cursor.text.indexOf('"', start);
  while (closing !== -1 && cursor.text.charAt(closing + 1) === '"') {
    closing = cursor.text.indexOf('"', closing + 2);
  }
  if (closing === -1)
    throw new NotUsable(`${cursor.file}:${cursor.line}: a quote is opened in this row and never closed.`);
  const inside = cursor.text.slice(start, closing);
  cursor.line += inside.split(/\r\n|\r|\n/).length - 1;
  cursor.at = closing + 1;
  return inside.replaceAll('""', '"');
}
