// What an instructor's rules make of a seat: its overrides, how late it is, and the points that are left.

import type { Digest, Entry, Heading } from '../gradebook.ts';
import type { GivenPoints } from './overrides.ts';
import { latenessOf, type Policy } from './policy.ts';
import { scoresOf, type Scores, type Standing } from './scores.ts';
import type { Seat } from './seats.ts';

export interface Rules {
  exercises: readonly Heading[];
  policy: Policy;
  /** By the id of the student. */
  overrides: ReadonlyMap<string, readonly GivenPoints[]>;
}

/** The points of a seat; `digest` is null where nothing was graded. */
export function scored(
  { exercises, policy, overrides }: Rules,
  { id, submittedAt }: Seat,
  { standing, digest }: { standing: Standing; digest: Digest | null },
): Scores & Pick<Entry, 'late'> {
  const late = latenessOf(policy, submittedAt);
  const given = overrides.get(id) ?? [];
  return { ...scoresOf({ exercises, standing, digest, overrides: given, late }), late };
}
