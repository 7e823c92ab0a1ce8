// canvas.csv: what the Canvas gradebook imports, one column of scores.

import type { Entry, Gradebook } from '../../harness/gradebook.ts';
import { NotUsable } from './notUsable.ts';
import { scoreOf } from './points.ts';
import { BYTE_ORDER_MARK, csvHeading, csvRows, type Cell } from './table.ts';

/** Canvas takes a column whose heading holds one of these for a total of its own, and leaves it out without a word. */
const TOTALS = /(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)/;

/**
 * Scores to two decimals under the heading of `assignment`, such as `Gradients by hand (123)`; a title alone is found by its
 * title, or becomes a new assignment. An empty score changes nothing in Canvas. Throws NotUsable for a title Canvas cannot use.
 */
export function canvasCsv(gradebook: Gradebook, assignment: string): string {
  const heading = canvasAssignment(assignment);
  const isExport = gradebook.entries.some(isFromCanvas);
  const possible: Cell[] = ['    Points Possible', '', '', '', '', gradebook.maxScore.toFixed(2)];
  return (
    BYTE_ORDER_MARK +
    csvHeading(['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', heading]) +
    csvRows([possible, ...gradebook.entries.map((entry) => rowOf(entry, isExport))])
  );
}

/** The heading of the column, checked. Throws NotUsable. */
export function canvasAssignment(given: string): string {
  const heading = given.trim();
  const example = 'Write it as Canvas heads its column, such as "Gradients by hand (123)".';
  if (/^(\(\d+\))?$/.test(heading)) throw new NotUsable(`The Canvas assignment has no title. ${example}`);
  if (/[^\s]\(\d+\)$/.test(heading))
    throw new NotUsable(
      `The Canvas assignment ${JSON.stringify(heading)} has no space before its number. ${example}`,
    );
  if (/[\r\n]/.test(heading))
    throw new NotUsable(`The Canvas assignment has a line break in its title. ${example}`);
  const [total] = TOTALS.exec(heading) ?? [];
  if (total !== undefined)
    throw new NotUsable(
      `The Canvas assignment ${JSON.stringify(heading)} has "${total}" in its title, and Canvas does not import such a column: rename the assignment there.`,
    );
  return heading;
}

/** Canvas looks for ID, then SIS User ID, then SIS Login ID, then the name: only what the row is known by stands there. */
function rowOf(entry: Entry, isExport: boolean): Cell[] {
  const name = (entry.name || entry.id)
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    // Canvas takes any row with these words in its first cell for the assignment's points.
    .replaceAll('Points Possible', 'points possible');
  const known = isExport && isNumber(entry.id) ? [entry.id, '', ''] : ['', entry.id, loginOf(entry)];
  return [name, ...known, '', scoreOf(entry)?.toFixed(2) ?? null];
}

/** The id where it is the name in the address or there is none, else the whole address: half of one may be another's login. */
function loginOf({ id, email }: Entry): string {
  const [name = ''] = email.split('@');
  return email === '' || name.toLowerCase() === id.toLowerCase() ? id : email;
}

/** Whether the id is the user id in the name of a file that Canvas exported: `lastnamefirst[_LATE]_<user id>_<attachment id>_...`; names may hold underscores. */
function isFromCanvas({ id, source }: Entry): boolean {
  if (source === null || !isNumber(id)) return false;
  return new RegExp(String.raw`(^|[/\\])[^/\\]*_${id}_\d+_`, 'i').test(source);
}

function isNumber(id: string): boolean {
  return /^\d+$/.test(id);
}
