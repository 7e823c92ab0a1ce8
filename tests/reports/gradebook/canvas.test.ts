import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../harness/gradebook.ts';
import { canvasAssignment, canvasCsv } from '../../../reports/gradebook/canvas.ts';
import { NotUsable } from '../../../reports/gradebook/notUsable.ts';
import { rfc4180 } from './rfc4180.ts';
import { gradebookOf, hostileClass, sampleClass } from './sampleClass.ts';
import { golden } from './golden.ts';

const ASSIGNMENT = 'Gradients by hand (123)';

describe('canvas.csv', () => {
  it('of a small class is the golden one', () => {
    expect(canvasCsv(sampleClass(), ASSIGNMENT)).toBe(golden('canvas.csv'));
  });

  it.each([
    ['doejane_4711_98_02-backward.ts', '4711'],
    ['submissions/doejane_LATE_4711_98_02-backward-1.ts', '4711'],
    ['submissions.zip/doejane_late_4711_98_02-backward.ts', '4711'],
    ['van_dykebob_4711_98_hw.zip', '4711'],
  ])('knows a student of a Canvas export by the user id: %s', (source, id) => {
    expect(cellsOf({ id, source })).toEqual(['Ada Lovelace', id, '', '', '', '30.00']);
  });

  it('knows everyone by user id where one row came from a Canvas export, ids being numbers', () => {
    const entries = [
      { id: '4711', source: 'doejane_4711_98_02-backward.ts' },
      { id: '4712', source: null, status: 'missing' as const, score: 0 },
      { id: 'alan', source: 'alan' },
    ];
    const [, , ...rows] = rfc4180(canvasCsv(gradebookOf(entries), ASSIGNMENT).slice(1));
    expect(rows.map((row) => row.slice(1, 4))).toEqual([
      ['4711', '', ''],
      ['4712', '', ''],
      ['', 'alan', 'ada@example.edu'],
    ]);
  });

  it.each(['4711', '4711/02-backward.ts', 'doejane_47110_98_02-backward.ts', 'a_b_4711.zip'])(
    'takes no number for a user id that Canvas did not write: %s',
    (source) => {
      expect(cellsOf({ id: '4711', source }).slice(1, 3)).toEqual(['', '4711']);
    },
  );

  it.each([
    ['ada', 'ada@example.edu', 'ada'],
    ['ada', 'ADA@example.edu', 'ada'],
    ['1815', 'ada@example.edu', 'ada@example.edu'],
    ['1815', '', '1815'],
  ])('gives %s with the address %j the login %s', (id, email, login) => {
    expect(cellsOf({ id, email }).slice(1, 4)).toEqual(['', id, login]);
  });

  it('has an empty score where the grader failed, and 0.00 where nothing was handed in', () => {
    expect(cellsOf({ status: 'errored', score: null }).at(-1)).toBe('');
    expect(cellsOf({ status: 'missing', score: 0 }).at(-1)).toBe('0.00');
  });

  it('keeps a student out of the row of possible points', () => {
    const [row, ...others] = rfc4180(
      canvasCsv(gradebookOf([{ name: '  Points Possible' }]), ASSIGNMENT).slice(1),
    ).filter(([first]) => first?.includes('Points Possible'));
    expect(row).toEqual(['    Points Possible', '', '', '', '', '30.00']);
    expect(others).toEqual([]);
  });

  it('is found again by the rules of the import, whoever is in the class', () => {
    fc.assert(
      fc.property(hostileClass(), (gradebook) => {
        const [heading, possible, ...rows] = rfc4180(canvasCsv(gradebook, ASSIGNMENT).slice(1));
        expect(heading).toEqual(['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', ASSIGNMENT]);
        expect(possible?.[0]).toContain('Points Possible');
        expect(rows).toHaveLength(gradebook.entries.length);
        for (const row of rows) {
          for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          expect(row[0]).not.toMatch(/[\r\n]|Points Possible/);
          expect(row[5]).toMatch(/^(\d+\.\d\d)?$/);
        }
      }),
    );
  });
});

describe('the Canvas assignment', () => {
  it.each([
    ['Gradients by hand (123)', 'Gradients by hand (123)'],
    [' Gradients by hand (123)\n', 'Gradients by hand (123)'],
    ['Gradients (by hand)', 'Gradients (by hand)'],
    ['-ing forms, "all" (7)', '-ing forms, "all" (7)'],
  ])('%j heads the column word for word', (given, heading) => {
    expect(rfc4180(canvasCsv(gradebookOf([]), given).slice(1))[0]?.at(-1)).toBe(heading);
  });

  it.each([
    ['', 'The Canvas assignment has no title. Write it as'],
    [' (123) ', 'The Canvas assignment has no title. Write it as'],
    ['Gradients(123)', 'The Canvas assignment "Gradients(123)" has no space before its number. Write it as'],
    ['Gra\ndients (123)', 'The Canvas assignment has a line break in its title. Write it as'],
    ['The Final Score (9)', 'has "Final Score" in its title, and Canvas does not import such a column'],
  ])('%j is told in one sentence', (given, told) => {
    expect(() => canvasAssignment(given)).toThrow(NotUsable);
    expect(() => canvasAssignment(given)).toThrow(told);
  });
});

/** The row of a class of one. */
function cellsOf(fields: Partial<Entry>): string[] {
  const [, , row] = rfc4180(canvasCsv(gradebookOf([fields]), ASSIGNMENT).slice(1));
  return row ?? [];
}
