import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { latenessOf, readPolicy, type Policy } from '../../../harness/batch/policy.ts';
import { CourseError } from '../../../harness/course/yaml.ts';
import { folderOf } from '../folder.ts';

const DAY = 86_400_000;

describe('a policy', () => {
  it.each([
    ['no file', null],
    ['an empty file', ''],
    ['comments alone', '# due: 2026-11-30\n'],
    ['limits alone', 'limits: { callSeconds: 10 }\n'],
  ])('without anything due is that of %s, and nothing is late', async (_, text) => {
    const policy = await policyOf(text);
    expect(policy).toEqual({
      due: null,
      graceMs: 0,
      percentPerDay: 0,
      maxPercent: 100,
      cutOffDays: null,
    });
    expect(latenessOf(policy, new Date())).toBeNull();
  });

  it('holds what the file says', async () => {
    const text = `due: 2026-11-30T17:00:00+01:00
graceMinutes: 5
late: { percentPerDay: 10, maxPercent: 50, cutOffDays: 7 }
`;
    expect(await policyOf(text)).toEqual({
      due: new Date('2026-11-30T16:00:00Z'),
      graceMs: 300_000,
      percentPerDay: 10,
      maxPercent: 50,
      cutOffDays: 7,
    });
  });

  it.each([
    ['2026-11-30T17:00:00+01:00', '2026-11-30T16:00:00.000Z'],
    ['"2026-11-30T17:00:00+01:00"', '2026-11-30T16:00:00.000Z'],
    ['2026-11-30T17:00Z', '2026-11-30T17:00:00.000Z'],
    ['2026-11-30 17:00:00 Z', '2026-11-30T17:00:00.000Z'],
    ['2026-11-30t17:00:00.25-05:30', '2026-11-30T22:30:00.250Z'],
    ['2026-11-30 7:00:00.12 -5', '2026-11-30T12:00:00.120Z'],
    ['2026-11-30T17:00:00+0530', '2026-11-30T11:30:00.000Z'],
    ['!!timestamp 2026-11-30T17:00:00Z', '2026-11-30T17:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('is due at the moment that %s is', async (written, moment) => {
    expect((await policyOf(`due: ${written}\n`)).due?.toISOString()).toBe(moment);
  });

  it('is due at the same moment where the file is YAML 1.1, which has timestamps of its own', async () => {
    const policy = await policyOf('%YAML 1.1\n---\ndue: 2026-11-30T17:00:00+01:00\n');
    expect(policy.due).toEqual(new Date('2026-11-30T16:00:00Z'));
  });

  it.each([
    ['UTC', '2026-11-30', '2026-11-30T23:59:59.999Z'],
    ['Europe/Berlin', '2026-11-30', '2026-11-30T22:59:59.999Z'],
    ['America/Los_Angeles', '2026-11-30', '2026-12-01T07:59:59.999Z'],
    // The day on which the clock goes back has 25 hours.
    ['Europe/Berlin', '2026-10-25', '2026-10-25T22:59:59.999Z'],
    // In São Paulo it went back at midnight, and the last hour came twice.
    ['America/Sao_Paulo', '2018-02-17', '2018-02-18T02:59:59.999Z'],
  ])('in the zone %s is due at the end of %s', async (zone, day, moment) => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    onTestFinished(() => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    });
    expect((await policyOf(`due: ${day}\n`)).due?.toISOString()).toBe(moment);
  });
});

describe('a fault in the policy', () => {
  it.each([
    [
      'a day that there is not',
      'due: 2026-02-30\n',
      /^course\.yaml:1:6: due is "2026-02-30"; it must be a day/,
    ],
    ['a moment without a zone', 'due: 2026-11-30T17:00:00\n', /^course\.yaml:1:6: due is .*with its zone/],
    ['an hour that there is not', 'due: 2026-11-30T25:00:00Z\n', /^course\.yaml:1:6: due is /],
    ['a zone that there is not', 'due: 2026-11-30T17:00:00+15:00\n', /^course\.yaml:1:6: due is /],
    ['words', '\ndue: next Monday\n', /^course\.yaml:2:6: due is "next Monday"/],
    ['a number', 'due: 2026\n', /^course\.yaml:1:6: due is "2026"/],
    ['nothing', 'due:\n', /^course\.yaml:1:5: due is ""/],
    ['a list', 'due: [2026-11-30]\n', /^course\.yaml:1:6: due is ""/],
    ['a key nobody knows', 'dew: 2026-11-30\n', /^course\.yaml:1:1: .*additional properties: dew$/],
    ['a percentage above 100', 'late:\n  percentPerDay: 110\n', /^course\.yaml:2:18: .* must be <= 100$/],
    ['a percentage below 0', 'late: { percentPerDay: -1 }\n', /^course\.yaml:1:24: .* must be >= 0$/],
    ['half a day', 'late: { cutOffDays: 0.5 }\n', /^course\.yaml:1:21: .* must be integer$/],
    [
      'a maximum of nothing',
      'late: { maxPercent: 50 }\n',
      /^course\.yaml:1:7: late must have property percentPerDay/,
    ],
    ['a list as the file', '- due\n', /^course\.yaml:1:1: the file must be object,null$/],
  ])('is told with its place: %s', async (_, text, told) => {
    const message = await faultOf(text);
    expect(message).toMatch(told);
  });

  it('is told with the name of a file that is not there', () => {
    expect(() => readPolicy('/nowhere/course.yaml')).toThrow(
      new CourseError('There is no file /nowhere/course.yaml.'),
    );
  });

  it('is told where the file is a folder', async () => {
    const folder = await folderOf({});
    expect(() => readPolicy(folder)).toThrow(`${folder} cannot be read (EISDIR).`);
  });
});

describe('lateness', () => {
  const due = new Date('2026-11-30T17:00:00Z');
  const strict: Policy = { due, graceMs: 0, percentPerDay: 10, maxPercent: 50, cutOffDays: null };

  it.each([
    ['a day before', -DAY, 0, 0],
    ['at the due moment', 0, 0, 0],
    ['a millisecond later', 1, 1, 10],
    ['a day later', DAY, 1, 10],
    ['a day and a millisecond later', DAY + 1, 2, 20],
    ['a week later', 7 * DAY, 7, 50],
  ])('of work handed in %s is counted in begun days', (_, by, days, percentOff) => {
    expect(latenessOf(strict, after(due, by))).toEqual({ days, percentOff });
  });

  it('begins after the grace, and counts from the due moment then', () => {
    const kind = { ...strict, graceMs: 60_000 };
    expect(latenessOf(kind, after(due, 60_000))).toEqual({ days: 0, percentOff: 0 });
    expect(latenessOf(kind, after(due, 60_001))).toEqual({ days: 1, percentOff: 10 });
    expect(latenessOf({ ...strict, graceMs: 2 * DAY }, after(due, 2 * DAY + 1))).toEqual({
      days: 3,
      percentOff: 30,
    });
  });

  it('costs everything after the cut-off, whatever the maximum', () => {
    const hard = { ...strict, cutOffDays: 2 };
    expect(latenessOf(hard, after(due, 2 * DAY))).toEqual({ days: 2, percentOff: 20 });
    expect(latenessOf(hard, after(due, 2 * DAY + 1))).toEqual({ days: 3, percentOff: 100 });
    expect(latenessOf({ ...strict, cutOffDays: 0 }, after(due, 1))?.percentOff).toBe(100);
  });

  it('is not known where nothing is due, or nobody knows when the work was handed in', () => {
    expect(latenessOf({ ...strict, due: null }, due)).toBeNull();
    expect(latenessOf(strict, null)).toBeNull();
    expect(latenessOf(strict, new Date('never'))).toBeNull();
  });

  it('is whole days and 0 to 100 percent, and never falls while time goes on', () => {
    const policies = fc.record({
      due: fc.constant(due),
      graceMs: fc.integer({ min: 0, max: 3 * DAY }),
      percentPerDay: fc.double({ min: 0, max: 100, noNaN: true }),
      maxPercent: fc.double({ min: 0, max: 100, noNaN: true }),
      cutOffDays: fc.option(fc.nat(20)),
    });
    const moments = fc.integer({ min: -5 * DAY, max: 30 * DAY });
    fc.assert(
      fc.property(policies, moments, fc.nat(10 * DAY), (policy, by, more) => {
        const sooner = latenessOf(policy, after(due, by)) ?? { days: -1, percentOff: -1 };
        const later = latenessOf(policy, after(due, by + more)) ?? { days: -1, percentOff: -1 };
        expect(Number.isInteger(sooner.days) && sooner.days >= 0).toBe(true);
        expect(sooner.percentOff >= 0 && sooner.percentOff <= 100).toBe(true);
        expect(sooner.days * DAY >= by || by <= policy.graceMs).toBe(true);
        expect(later.days).toBeGreaterThanOrEqual(sooner.days);
        expect(later.percentOff).toBeGreaterThanOrEqual(sooner.percentOff);
      }),
    );
  });
});

function after(due: Date, milliseconds: number): Date {
  return new Date(due.getTime() + milliseconds);
}

async function policyOf(text: string | null): Promise<Policy> {
  return readPolicy(text === null ? null : join(await folderOf({ 'course.yaml': text }), 'course.yaml'));
}

/** What is said of such a file, with its own path cut to the name. */
async function faultOf(text: string): Promise<string> {
  const folder = await folderOf({ 'course.yaml': text });
  try {
    readPolicy(join(folder, 'course.yaml'));
  } catch (error) {
    expect(error).toBeInstanceOf(CourseError);
    return (error as Error).message.replaceAll(`${folder}/`, '');
  }
  return 'nothing';
}
