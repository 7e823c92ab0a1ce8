// The roster of a class: a table with a header, as spreadsheets and registrars write it.

import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { WrongUse } from '../wrongUse.ts';

export interface Student {
  id: string;
  name: string;
  email: string;
  group: string;
}

/** A roster that cannot be used as it is: a wrong use of the command. Its message has one sentence a line of the file at fault. */
export class RosterError extends WrongUse {
  override name = 'RosterError';
}

const COLUMNS = ['id', 'name', 'email', 'group'] as const;
const DELIMITERS = [',', ';', '\t'];
const NEVER_CLOSED = 'a quoted cell starts in this row and is never closed.';

/** The students of a roster, in its order. Throws RosterError that names every line at fault. */
export function readRoster(file: string): Student[] {
  const text = textOf(file).replaceAll(/\r\n?/g, '\n').replaceAll(/^ +$/gm, '');
  const { rows: all, open } = rowsOf(text);
  const [header, ...rows] = all;
  if (!header && open) throw faulty(file, [open]);
  if (!header)
    throw new RosterError(
      `${file} is empty: a roster starts with a row that names its columns, id among them.`,
    );
  const columns = columnsOf(file, header);
  const faults = rows.flatMap((row) => faultOf(row, header, columns) ?? []);
  const students = rows.map(({ cells }) => studentOf(cells, columns));
  faults.push(...repeated(rows, students), ...(open ? [open] : []));
  if (faults.length > 0) throw faulty(file, faults);
  return students;
}

function faulty(file: string, faults: readonly Fault[]): RosterError {
  const said = faults
    .toSorted((a, b) => a.line - b.line)
    .map(({ line, message }) => `${file}:${line}: ${message}`);
  return new RosterError(said.join('\n'));
}

interface Row {
  /** Of the file, where the row starts. */
  line: number;
  cells: string[];
}

interface Fault {
  line: number;
  message: string;
}

function textOf(file: string): string {
  const bytes = read(file);
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 'feff') return new TextDecoder('utf-16be').decode(bytes);
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const lines = bytes.toString('latin1').split('\n');
  const line = lines.findIndex((each) => !isUtf8(Buffer.from(each, 'latin1'))) + 1;
  throw new RosterError(`${file}:${line}: this is neither UTF-8 nor UTF-16: save the roster as CSV UTF-8.`);
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') throw new RosterError(`There is no roster ${file}.`, { cause: error });
    throw new RosterError(`The roster ${file} cannot be read (${code}).`, { cause: error });
  }
}

interface Rows {
  rows: Row[];
  /** A quote that is never closed: what comes after it is no row. */
  open: Fault | null;
}

/** The rows that are not empty; a quoted cell may have several lines. */
function rowsOf(text: string): Rows {
  const rows: Row[] = [];
  let end = 0;
  try {
    parse(text, {
      ...{ delimiter: delimiterOf(text), recordDelimiter: '\n', skipEmptyLines: true },
      // Rows of any length, and quotes in the middle of a cell, are read, so that all faults are told at once.
      ...{ relaxColumnCount: true, relaxQuotes: true },
      onRecord: (cells: string[], { lines }) => {
        end = lines;
        rows.push({ cells, line: lines - cells.join('').split('\n').length + 1 });
        return null;
      },
    });
    return { rows, open: null };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = text.split('\n').findIndex((each, index) => index >= end && each !== '') + 1;
    return { rows, open: { line, message: NEVER_CLOSED } };
  }
}

/** The one that the header has most of, outside quotes. */
function delimiterOf(text: string): string {
  const header = (/[^\n]+/.exec(text)?.[0] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.toSorted((a, b) => count(b) - count(a))[0] ?? ',';
}

type Columns = Record<(typeof COLUMNS)[number], number>;

/** Where each column is; -1 for one that is not there. */
function columnsOf(file: string, { line, cells }: Row): Columns {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) throw new RosterError(`${file}:${line}: there are two columns called ${twice}.`);
  if (!names.includes('id'))
    throw new RosterError(
      `${file}:${line}: a roster needs a column id; its columns are ${cells.join(', ')}.`,
    );
  return Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Columns;
}

function faultOf({ line, cells }: Row, header: Row, columns: Columns): Fault | null {
  const [count, expected] = [cells.length, header.cells.length];
  if (count !== expected)
    return {
      line,
      message: `this row has ${count} ${count === 1 ? 'cell' : 'cells'}, and the header has ${expected}.`,
    };
  if (cells.some(isRunOn)) return { line, message: NEVER_CLOSED };
  return cells[columns.id]?.trim() === '' ? { line, message: 'this row has no id.' } : null;
}

/** Whether a cell holds the rows below it: its quote was closed by one that opens another cell, and so belongs to its text. */
function isRunOn(cell: string): boolean {
  return cell.startsWith('"') && cell.includes('\n');
}

function studentOf(cells: string[], columns: Columns): Student {
  const cell = (column: keyof Columns) => cells[columns[column]]?.trim() ?? '';
  return { id: cell('id'), name: cell('name'), email: cell('email'), group: cell('group') };
}

/** Rows whose id an earlier row has already. */
function repeated(rows: readonly Row[], students: readonly Student[]): Fault[] {
  const lines = new Map<string, number>();
  return rows.flatMap(({ line }, index): Fault[] => {
    const id = students[index]?.id ?? '';
    const first = lines.get(id);
    if (first === undefined) lines.set(id, line);
    return first === undefined || id === ''
      ? []
      : [{ line, message: `the id ${id} is on line ${first} already.` }];
  });
}
