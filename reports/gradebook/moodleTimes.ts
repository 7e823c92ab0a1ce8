// When Moodle's participants handed in, as the grading worksheet says it.

import { readWorksheet } from './worksheet.ts';

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const WEEKDAY = String.raw`(?:[a-z]+,?\s+)?`;
const CLOCK = String.raw`(?<year>\d{4}),?\s+(?<hour>\d{1,2}):(?<minute>\d\d)(?:\s*(?<half>[ap]m))?`;
/** `Monday, 23 November 2026, 5:00 PM`, and with the month first as American English has it. */
const FORMS = [
  new RegExp(String.raw`^${WEEKDAY}(?<day>\d{1,2})\s+(?<month>[a-z]+)\s+${CLOCK}$`, 'i'),
  new RegExp(String.raw`^${WEEKDAY}(?<month>[a-z]+)\s+(?<day>\d{1,2}),?\s+${CLOCK}$`, 'i'),
];

/**
 * The moment by participant number, to the minute and in this machine's time zone; nobody is in it whose time is not there or
 * not in English. Throws NotUsable for what is no worksheet.
 */
export function submissionTimes(worksheet: string, file = 'The worksheet'): Map<string, Date> {
  const times = readWorksheet(worksheet, file).participants.flatMap(({ id, submitted }) => {
    const moment = momentOf(submitted);
    return moment === null ? [] : [[id, moment] as const];
  });
  return new Map(times);
}

function momentOf(written: string): Date | null {
  const groups = FORMS.map((form) => form.exec(written)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return null;
  const of = (name: string) => Number(groups[name]);
  const month = MONTHS.indexOf((groups.month ?? '').toLowerCase());
  const hour = hourOf(of('hour'), groups.half?.toLowerCase());
  if (month === -1 || hour === null || of('minute') > 59) return null;
  const moment = new Date(of('year'), month, of('day'), hour, of('minute'));
  return moment.getMonth() === month && moment.getDate() === of('day') ? moment : null;
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour < 24 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'pm' ? 12 : 0);
}
