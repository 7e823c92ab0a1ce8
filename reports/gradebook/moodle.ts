// moodle.csv: the worksheet an instructor downloaded with grades and comments filled in, or a table of its own without one.

import type { Entry, Gradebook } from '../../harness/gradebook.ts';
import { withCells, type PlacedCell } from './cells.ts';
import { feedbackOf } from './feedback.ts';
import { scoreOf } from './points.ts';
import { BYTE_ORDER_MARK, csvCell, csvHeading, csvRows } from './table.ts';
import { readWorksheet, type Participant, type Worksheet } from './worksheet.ts';

/**
 * The worksheet with Grade and Feedback comments filled where `Participant 123` is an entry's id; every other byte stays. Rows
 * whose grade is locked, or that the grader failed at, stay too. Points are scaled to the worksheet's maximum. Throws NotUsable
 * for what is no worksheet; `file` names it in messages.
 */
export function moodleWorksheet(worksheet: string, gradebook: Gradebook, file = 'The worksheet'): string {
  const read = readWorksheet(worksheet, file);
  const entries = new Map(gradebook.entries.map((entry) => [entry.id, entry]));
  const changes = read.participants.flatMap((participant) => {
    const entry = entries.get(participant.id);
    return entry === undefined || participant.isLocked
      ? []
      : filled(participant, entry, { read, gradebook, worksheet });
  });
  return withCells(worksheet, changes);
}

/** Whether the worksheet has a row of any of these ids. Throws NotUsable for what is no worksheet. */
export function isWorksheetOf(worksheet: string, ids: readonly string[]): boolean {
  const known = new Set(ids);
  return readWorksheet(worksheet, 'The worksheet').participants.some(({ id }) => known.has(id));
}

/**
 * Grades for Moodle's general import of a CSV file, which finds students by their email address and ends at the first row it
 * finds nobody for. Rows that the grader failed at are left out: an empty grade would take away the one that is there.
 */
export function moodleCsv(gradebook: Gradebook): string {
  const rows = gradebook.entries.flatMap((entry) => {
    const score = scoreOf(entry);
    const { id, name, email } = entry;
    return score === null
      ? []
      : [[`Participant ${id}`, name, email, score.toFixed(2), comment(entry, gradebook)]];
  });
  const heading = ['Identifier', 'Full name', 'Email address', 'Grade', 'Feedback comments'];
  return BYTE_ORDER_MARK + csvHeading(heading) + csvRows(rows);
}

interface Filling {
  read: Worksheet;
  gradebook: Gradebook;
  worksheet: string;
}

function filled(
  { grade, feedback, maximum }: Participant,
  entry: Entry,
  { read: { delimiter, decimalPoint }, gradebook, worksheet }: Filling,
): { cell: PlacedCell; written: string }[] {
  const score = scoreOf(entry);
  if (score === null || gradebook.maxScore <= 0) return [];
  const scaled = (score * (maximum ?? gradebook.maxScore)) / gradebook.maxScore;
  const written = (cell: PlacedCell, text: string) => {
    const quoted = worksheet.charAt(cell.start) === '"';
    return { cell, written: csvCell(text, { delimiter, quoted }) };
  };
  const points = written(grade, twoDecimals(scaled).replace('.', decimalPoint));
  return feedback === null ? [points] : [points, written(feedback, comment(entry, gradebook))];
}

/** Halves up, and without 1.005's being a little less in binary. */
function twoDecimals(points: number): string {
  return (Math.round(points * 100 + 1e-7) / 100).toFixed(2);
}

/** Moodle shows an imported comment as HTML. */
function comment(entry: Entry, gradebook: Gradebook): string {
  const text = feedbackOf(entry, gradebook);
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
