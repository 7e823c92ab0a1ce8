// When work is due and what lateness costs, from the instructor's course file.

import type { Lateness } from '../gradebook.ts';
import { readInstructorFile } from '../course/instructor.ts';
import { CourseError } from '../course/yaml.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** No zone is further from UTC (hours). */
const ZONE_LIMIT = 14;

export interface Policy {
  /** The last moment that is in time; null where nothing is due. */
  due: Date | null;
  /** How much later is still in time (ms). */
  graceMs: number;
  percentPerDay: number;
  maxPercent: number;
  /** More begun days than these score 0; null where no number does. */
  cutOffDays: number | null;
}

/** Reads the policy in the course file at `file`; null means that there is none. Throws CourseError with file, line, column. */
export function readPolicy(file: string | null): Policy {
  const { value, at, written } = readInstructorFile(file);
  const { graceMinutes = 0, late = {} } = value;
  return {
    due: 'due' in value ? dueMoment(written('due'), at('due')) : null,
    graceMs: graceMinutes * MINUTE,
    percentPerDay: late.percentPerDay ?? 0,
    maxPercent: late.maxPercent ?? 100,
    cutOffDays: late.cutOffDays ?? null,
  };
}

/**
 * How late this is. A day is 24 hours from the due moment, a begun one counts whole, and after the grace lateness counts from
 * the due moment. Null where nothing is due, or the time of handing in is not known.
 */
export function latenessOf(policy: Policy, submittedAt: Date | null): Lateness | null {
  const by = (submittedAt?.getTime() ?? Number.NaN) - (policy.due?.getTime() ?? Number.NaN);
  if (Number.isNaN(by)) return null;
  if (by <= policy.graceMs) return { days: 0, percentOff: 0 };
  const days = Math.ceil(by / DAY);
  return { days, percentOff: percentOff(policy, days) };
}

function percentOff({ percentPerDay, maxPercent, cutOffDays }: Policy, days: number): number {
  if (cutOffDays !== null && days > cutOffDays) return 100;
  return Math.round(Math.min(100, maxPercent, days * percentPerDay) * 100) / 100;
}

const DAY_FORM = String.raw`(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)`;
const TIME_FORM = String.raw`(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d+))?)?`;
const ZONE_FORM = String.raw`(?:[Zz]|(?<sign>[+-])(?<zoneHour>\d\d?)(?::?(?<zoneMinute>\d\d))?)`;
/** A day, or a moment as ISO 8601 and YAML write it. */
const DUE = new RegExp(String.raw`^${DAY_FORM}(?:(?:[Tt]|[ \t]+)${TIME_FORM}[ \t]*${ZONE_FORM})?$`);

function dueMoment(text: string, place: string): Date {
  const groups = DUE.exec(text)?.groups;
  const moment = groups === undefined ? null : momentOf(groups);
  if (moment !== null) return moment;
  throw new CourseError(
    `${place}: due is ${JSON.stringify(text)}; it must be a day such as 2026-11-30, which is due at its end in this ` +
      `machine's time zone, or a moment with its zone such as 2026-11-30T17:00:00+01:00.`,
  );
}

/** Null where there is no such moment, as on 30 February. */
function momentOf(groups: Record<string, string | undefined>): Date | null {
  const of = (name: string) => Number(groups[name] ?? 0);
  const [year, month, day] = [of('year'), of('month') - 1, of('day')];
  const start = new Date(Date.UTC(year, month, day));
  if (start.getUTCFullYear() !== year || start.getUTCMonth() !== month || start.getUTCDate() !== day)
    return null;
  // The next midnight rather than 23:59:59: where a clock goes back at midnight, that hour comes twice.
  if (groups.hour === undefined) return new Date(new Date(year, month, day + 1).getTime() - 1);
  const isClock = of('hour') < 24 && of('minute') < 60 && of('second') < 60;
  if (!isClock || of('zoneHour') > ZONE_LIMIT || of('zoneMinute') >= 60) return null;
  const milliseconds = Math.floor(Number(`0.${groups.fraction ?? 0}`) * 1000);
  const clock = (of('hour') * 60 + of('minute')) * MINUTE + of('second') * 1000 + milliseconds;
  const zone = (groups.sign === '-' ? -1 : 1) * (of('zoneHour') * 60 + of('zoneMinute')) * MINUTE;
  return new Date(start.getTime() + clock - zone);
}
