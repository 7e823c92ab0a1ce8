import { describe, expect, it } from 'vitest';
import type { HandedIn } from '../../../harness/batch/intake.ts';
import { matchRoster } from '../../../harness/batch/matching.ts';
import type { Student } from '../../../harness/batch/roster.ts';

function student(id: string): Student {
  return { id, name: '', email: '', group: '' };
}

/** Something handed in by this id, changed at this second, handed in at that one where it is known. */
function handed(id: string, changed = 0, submitted: number | null = null): HandedIn {
  return {
    ...{ id, name: '', source: `${id}/`, isMarkedLate: false, others: [] },
    submittedAt: submitted === null ? null : new Date(submitted * 1000),
    changedAt: () => new Date(changed * 1000),
    unopened: () => [],
    furtherIn: () => [],
    open: () => Promise.reject(new Error('a match opens nothing')),
  };
}

/** Each student with the id that counts and the others, then those on no roster. */
function match(students: string[], handedIn: HandedIn[]): unknown[] {
  const matched = matchRoster(students.map(student), handedIn);
  return [
    ...matched.students.map(({ student: { id }, handedIn: own }) => [id, own && [own.id, ...own.others]]),
    ...matched.unlisted.map(({ id, others }) => ['unlisted', id, ...others]),
  ];
}

describe('a match', () => {
  it('is in the order of the roster, then of the ids that are not on it', () => {
    const all = ['zoe', 'b', 'a', 'ada', 'C'].map((id) => handed(id));
    expect(match(['zoe', 'alan', 'ada'], all)).toEqual([
      ['zoe', ['zoe']],
      ['alan', null],
      ['ada', ['ada']],
      ['unlisted', 'C'],
      ['unlisted', 'a'],
      ['unlisted', 'b'],
    ]);
  });

  it('is exact first, so that two students of one name in two cases are two', () => {
    expect(match(['Alan', 'alan'], [handed('alan'), handed('Alan')])).toEqual([
      ['Alan', ['Alan']],
      ['alan', ['alan']],
    ]);
  });

  it.each(['ALAN', ' alan ', 'alan'])('is else without case and space: %j', (id) => {
    expect(match(['Alan'], [handed(id)])).toEqual([['Alan', [id]]]);
  });

  it('does not tell apart how an accent is stored, which differs by system', () => {
    expect(match(['Zoë'.normalize('NFC')], [handed('Zoë'.normalize('NFD'))])).toEqual([
      ['Zoë'.normalize('NFC'), ['Zoë'.normalize('NFD')]],
    ]);
  });

  it('takes the newest of two that are one student, exact or not, and names the other', () => {
    expect(match(['alan'], [handed('Alan', 2), handed('alan', 1)])).toEqual([['alan', ['Alan', 'alan/']]]);
    expect(match(['alan'], [handed('Alan', 1), handed('alan', 2)])).toEqual([['alan', ['alan', 'Alan/']]]);
  });

  it('goes by the time of handing in where that is known', () => {
    expect(match(['alan'], [handed('Alan', 9, 1), handed('alan', 2)])).toEqual([['alan', ['alan', 'Alan/']]]);
  });

  it('is nobody where two students are alike and neither is meant exactly', () => {
    expect(match(['Alan', 'alan'], [handed('ALAN')])).toEqual([
      ['Alan', null],
      ['alan', null],
      ['unlisted', 'ALAN'],
    ]);
  });

  it('makes Alan and alan one where there is no roster, and keeps what each had left out', () => {
    const older = { ...handed('alan', 1), others: ['alan.zip'] };
    expect(match([], [handed('Alan', 2), older, handed('ada')])).toEqual([
      ['unlisted', 'Alan', 'alan.zip', 'alan/'],
      ['unlisted', 'ada'],
    ]);
  });
});
