import { describe, expect, it } from 'vitest';
import { submissionTimes } from '../../../reports/gradebook/moodleTimes.ts';

describe('the times in a worksheet', () => {
  it.each([
    ['Monday, 23 November 2026, 5:00 PM', new Date(2026, 10, 23, 17, 0)],
    ['Monday, November 23, 2026, 5:07 PM', new Date(2026, 10, 23, 17, 7)],
    ['23 November 2026, 12:30 AM', new Date(2026, 10, 23, 0, 30)],
    ['Monday, 23 November 2026, 12:30\u202FPM', new Date(2026, 10, 23, 12, 30)],
    ['Monday, 23 November 2026, 17:00', new Date(2026, 10, 23, 17, 0)],
  ])('are moments here: %s', (written, moment) => {
    expect(timesOf(written)).toEqual(new Map([['101', moment]]));
  });

  it.each([
    '-',
    '',
    'Montag, 23. November 2026, 17:00',
    'Monday, 23 Novembre 2026, 5:00 PM',
    'Monday, 31 November 2026, 5:00 PM',
    'Monday, 23 November 2026, 13:00 PM',
    'Monday, 23 November 2026, 25:00',
    'Monday, 23 November 2026, 5:60 PM',
    '2026-11-23',
  ])('are left out where they are no moment in English: %j', (written) => {
    expect(timesOf(written)).toEqual(new Map());
  });

  it('are none where the worksheet does not say', () => {
    expect(submissionTimes('Identifier,Grade\nParticipant 101,\n')).toEqual(new Map());
  });
});

function timesOf(written: string): Map<string, Date> {
  return submissionTimes(`Identifier,Grade,Last modified (submission)\nParticipant 101,,"${written}"\n`);
}
