// The row of a gradebook that each way of ending up in a batch comes to.

import type { Digest, Entry } from '../gradebook.ts';
import type { Rules } from './rules.ts';
import type { Seat } from './seats.ts';

/** A student who handed nothing in. */
export function missingEntry(seat: Seat, rules: Rules): Entry {
  return { ...plain(seat), ...rules.scored(seat, null, 'missing') };
}

/** A submission of which nothing could be opened. */
export function unreadableEntry(seat: Seat, rules: Rules, why: string): Entry {
  const entry = { ...plain(seat), ...rules.scored(seat, null, 'unreadable') };
  return { ...entry, message: sentences(why, entry.message) };
}

/** A submission that the grader failed at before it could say anything. */
export function erroredEntry(seat: Seat, rules: Rules, why: string): Entry {
  const entry = { ...plain(seat), ...rules.scored(seat, null, 'errored') };
  return { ...entry, message: sentences(`The grader failed, which costs nothing: ${why}`, entry.message) };
}

/** A submission that was graded, now or by an earlier run. */
export function gradedEntry(seat: Seat, rules: Rules, digest: Digest, isReused: boolean): Entry {
  const entry = { ...plain(seat), ...rules.scored(seat, digest, digest.status) };
  return { ...entry, digest, folder: seat.folder, isReused };
}

function plain(seat: Seat): Entry {
  const { id, name, email, group, handedIn, submittedAt, isKnown } = seat;
  const others = handedIn?.others ?? [];
  return {
    ...{ id, name, email, group },
    status: 'missing',
    score: 0,
    bonus: 0,
    points: {},
    late: null,
    overrides: [],
    message: sentences(
      isKnown ? '' : 'Not on the roster.',
      others.length === 0 ? '' : `Older and not counted: ${others.join(', ')}.`,
      handedIn?.isMarkedLate && submittedAt === null ? 'Marked late in the export.' : '',
    ),
    source: handedIn?.source ?? null,
    submittedAt: submittedAt?.toISOString() ?? null,
    folder: null,
    isReused: false,
    digest: null,
  };
}

function sentences(...parts: string[]): string {
  return parts.filter(Boolean).join(' ');
}
