import type { Entry, ExerciseDigest, Gradebook, Heading } from '../../harness/gradebook.ts';
import type { ExerciseStatus } from '../../harness/result.ts';
import { count, percent, points } from '../numbers.ts';
import { inWords, type Misconception } from './misconceptions.ts';
import { shortId } from './shortId.ts';
import { ENTRY_WORDS, linkTo, nameOf, STATUSES } from './statuses.ts';

/** Shares of an exercise's points from which its cell is shaded one step darker. */
const SHARES = [1e-9, 0.25, 0.5, 0.75, 1];

/** One letter each, for the script that filters. */
const STATES: Record<ExerciseStatus, string> = { passed: 'p', failed: 'f', errored: 'e', 'not-started': 'n' };
const NO_STATE = '-';

/** What table.hbs shows: one row an entry in the gradebook's order, and what can be filtered by. */
export function tableView(gradebook: Gradebook, misconceptions: Misconception[]) {
  const { entries, exercises } = gradebook;
  const has = {
    hasNames: entries.some(({ name }) => name !== ''),
    hasGroups: entries.some(({ group }) => group !== ''),
    hasLate: entries.some(({ late }) => late !== null),
    hasBonus: gradebook.maxBonus > 0,
  };
  const mistakes = mistakesByEntry(misconceptions);
  const groups = [...new Set(entries.map(({ group }) => group))].filter((group) => group !== '').toSorted();
  return {
    ...has,
    maxScore: points(gradebook.maxScore),
    maxBonus: points(gradebook.maxBonus),
    exercises: exercises.map(headingView),
    rows: entries.map((entry) => ({
      ...has,
      ...rowView(entry, gradebook, mistakes.get(entry) ?? []),
      groupIndex: groups.indexOf(entry.group),
    })),
    total: count(entries.length, 'row'),
    filters: {
      ...filtersOf(gradebook, misconceptions),
      groups: groups.map((name, index) => ({ name, index })),
    },
  };
}

function headingView({ id, title, maxScore, bonus }: Heading, index: number) {
  return { id, title, index, bonus, short: shortId(id), maxScore: points(maxScore) };
}

/** What the script offers to filter by: only what somebody has. */
function filtersOf({ entries, exercises }: Gradebook, misconceptions: Misconception[]) {
  const present = new Set(entries.map(({ status }) => status));
  return {
    statuses: STATUSES.filter((status) => present.has(status)).map((status) => ({
      status,
      ...ENTRY_WORDS[status],
    })),
    exercises: exercises.map(({ id }, index) => ({ id, index })),
    misconceptions: misconceptions.map(({ id, sharers }, index) => ({
      ...{ index, name: inWords(id), count: sharers.length },
    })),
    hasReused: entries.some(({ isReused }) => isReused),
  };
}

function mistakesByEntry(misconceptions: Misconception[]): Map<Entry, number[]> {
  const found = new Map<Entry, number[]>();
  for (const [index, { sharers }] of misconceptions.entries()) {
    for (const entry of sharers) found.set(entry, [...(found.get(entry) ?? []), index]);
  }
  return found;
}

function rowView(entry: Entry, { exercises, maxScore }: Gradebook, mistakes: number[]) {
  const cells = exercises.map((heading) => cellView(entry, heading));
  return {
    ...ENTRY_WORDS[entry.status],
    ...{ status: entry.status, run: runOf(entry), isReused: entry.isReused, message: entry.message },
    ...{ id: entry.id, name: nameOf(entry), group: entry.group, link: linkTo(entry) },
    ...scoreView(entry, maxScore),
    bonus: entry.digest && entry.bonus !== null ? points(entry.bonus) : '',
    late: lateView(entry),
    mistakes: mistakes.join(' '),
    mistakeCount: entry.digest ? mistakes.length : '',
    states: cells.map(({ state }) => state).join(''),
    cells,
  };
}

/** In which run it was graded, for the script that filters; empty where it was not. */
function runOf({ digest, isReused }: Entry): string {
  if (digest === null) return '';
  return isReused ? 'reused' : 'now';
}

/** No zero for what the grader failed at. */
function scoreView({ score }: Entry, maxScore: number) {
  return score === null
    ? { score: '–', percent: 0 }
    : { score: points(score), percent: Math.round(percent(score, maxScore)) };
}

function lateView({ late }: Entry) {
  if (late === null) return { days: '', cost: null };
  return { days: late.days, cost: late.percentOff > 0 ? points(late.percentOff) : null };
}

function cellView(entry: Entry, { id, maxScore }: Heading) {
  const exercise = entry.digest?.exercises.find((one) => one.id === id);
  const got = entry.points[id];
  const isGiven = entry.overrides.some((one) => one.exercise === id);
  const state = exercise ? STATES[exercise.status] : NO_STATE;
  if (got === undefined || got === null)
    return { state, text: got === null ? '!' : '', tone: got === null ? 'ours' : 'share-0' };
  return {
    state,
    text: textOf(got, exercise, isGiven),
    tone: `share-${SHARES.filter((from) => got >= from * maxScore).length}`,
  };
}

/** A dot where nothing was begun, a star where an instructor gave the points. */
function textOf(got: number, exercise: ExerciseDigest | undefined, isGiven: boolean): string {
  if (isGiven) return `${points(got)}*`;
  return exercise?.status === 'not-started' && got === 0 ? '·' : points(got);
}
