// The row of a gradebook that each way of ending up in a batch comes to.

import { changesInWords } from '../../reports/changes.ts';
import type { Digest, Entry } from '../gradebook.ts';
import { scored, type Rules } from './rules.ts';
import type { Submission } from '../submission.ts';
import type { Refusal } from '../submission/survey.ts';
import type { Standing } from './scores.ts';
import type { Seat } from './seats.ts';
import { firstFew, shown, shownAll } from './unreadable.ts';

/** Characters of what a row tells of a file left out: the reason, and a name of common length. */
const REFUSAL_LIMIT = 200;

/** A student who handed nothing in. */
export function missingEntry(seat: Seat, rules: Rules): Entry {
  return entryOf(seat, rules, { standing: 'missing' });
}

/** A submission of which nothing could be opened. */
export function unreadableEntry(seat: Seat, rules: Rules, why: string): Entry {
  return entryOf(seat, rules, { standing: 'unreadable', why });
}

/** A submission that the grader failed at before it could say anything. */
export function erroredEntry(seat: Seat, rules: Rules, error: string): Entry {
  const why = `The grader failed, which costs nothing: ${error}`;
  return entryOf(seat, rules, { standing: standingOf(seat), why });
}

/** What of a submission is not graded. */
type Left = Pick<Submission, 'problem' | 'refused'>;

/** A submission that was graded, now or by an earlier run. */
export function gradedEntry(
  seat: Seat,
  rules: Rules,
  { digest, submission, isReused }: { digest: Digest; submission: Left; isReused: boolean },
): Entry {
  const { problem, refused } = submission;
  const failed = digest.exercises.filter(({ status }) => status === 'errored').map(({ id }) => id);
  const unopened = seat.handedIn?.unopened() ?? [];
  const furtherIn = seat.handedIn?.furtherIn() ?? [];
  const why = [
    failed.length === 0 ? '' : `The grader failed at ${failed.join(', ')}, which costs nothing: grade again.`,
    problem ?? '',
    refusedInWords([...refused.values()]),
    unopened.length === 0 ? '' : `Not opened, since exercise files lie beside: ${shownAll(unopened)}.`,
    furtherIn.length === 0
      ? ''
      : `Not graded, since exercise files lie further out: those in ${shownAll(furtherIn)}.`,
  ];
  return {
    ...entryOf(seat, rules, {
      standing: standingOf(seat),
      digest,
      why: why.filter(Boolean).join(' '),
    }),
    folder: seat.folder,
    isReused,
  };
}

/** The first few files that were left out, each with its reason; the rest is counted. */
function refusedInWords(refused: readonly Refusal[]): string {
  return firstFew(refused, ({ message }) => shown(message, REFUSAL_LIMIT), 'more left out.').join(' ');
}

function standingOf({ isExpected }: Seat): Standing {
  return isExpected ? 'handed-in' : 'not-on-roster';
}

function entryOf(
  seat: Seat,
  rules: Rules,
  { standing, digest = null, why = '' }: { standing: Standing; digest?: Digest | null; why?: string },
): Entry {
  const { id, name, email, group, handedIn, submittedAt } = seat;
  const scores = scored(rules, seat, { standing, digest });
  return {
    ...{ id, name, email, group },
    ...scores,
    message: [why, ...wordsOn(seat), ...changesInWords(scores)].filter(Boolean).join(' '),
    source: handedIn?.source ?? null,
    submittedAt: submittedAt?.toISOString() ?? null,
    folder: null,
    isReused: false,
    digest,
  };
}

/** What the way of handing in leaves to be said. */
function wordsOn({ isExpected, handedIn, submittedAt }: Seat): string[] {
  const others = handedIn?.others ?? [];
  return [
    isExpected ? '' : 'Not on the roster.',
    others.length === 0 ? '' : `Not counted, as older: ${others.join(', ')}.`,
    handedIn?.isMarkedLate && submittedAt === null ? 'The export marks it late, and not by how much.' : '',
  ];
}
