import type { Digest, Entry, Gradebook } from '../../harness/gradebook.ts';
import { count, duration } from '../numbers.ts';
import { linkTo, nameOf } from './statuses.ts';
import { tally } from './tally.ts';

/** The sandbox that holds against attackers is in the name of every one that does. */
const STRONG = 'bubblewrap';

/** What run.hbs shows: on what the results rest, and what of that is a reason to look again. */
export function runView(gradebook: Gradebook) {
  const graded = gradebook.entries.flatMap((entry) =>
    entry.digest ? [{ entry, digest: entry.digest }] : [],
  );
  const digests = graded.map(({ digest }) => digest);
  const devices = kindsOf(digests, 'device');
  const sandboxes = kindsOf(digests, 'sandbox');
  return {
    handgrad: gradebook.handgrad,
    devices,
    sandboxes,
    took: duration(digests.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    warnings: [...weakness(graded), ...mixture(devices, sandboxes)],
    reused: reuseOf(graded.map(({ entry }) => entry)),
    overrides: overridesOf(gradebook),
  };
}

/** The names of a kind, with how many submissions had it, commonest first. */
function kindsOf(digests: Digest[], kind: 'device' | 'sandbox') {
  const counts = new Map<string, number>();
  for (const digest of digests) tally(counts, digest[kind]);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, number]) => ({ name: name.replaceAll('+', ' + '), words: count(number, 'submission') }));
}

function weakness(graded: { entry: Entry; digest: Digest }[]) {
  const weak = graded.filter(({ digest }) => !digest.sandbox.includes(STRONG));
  if (weak.length === 0) return [];
  return [
    {
      lead: `${count(weak.length, 'submission')} graded in a sandbox that keeps in accidents at most, not attackers.`,
      words:
        'Code that means harm could have changed what it scores. Trust these scores as far as you trust their authors, ' +
        'or grade them again with bubblewrap.',
      people: weak.map(({ entry }) => personView(entry)),
      folded: `Who: ${count(weak.length, 'student')}`,
    },
  ];
}

function mixture(devices: unknown[], sandboxes: unknown[]) {
  return [
    ...(sandboxes.length > 1
      ? [warning('More than one sandbox was used.', 'Not every submission was kept in equally well.')]
      : []),
    ...(devices.length > 1
      ? [
          warning(
            'More than one device was used.',
            'A device changes how long grading takes, not what scores.',
          ),
        ]
      : []),
  ];
}

function warning(lead: string, words: string) {
  return { lead, words, people: [], folded: '' };
}

function reuseOf(entries: Entry[]) {
  const reused = entries.filter(({ isReused }) => isReused);
  return {
    words:
      reused.length === 0 ? 'none: all were graded in this run' : `${reused.length} of ${entries.length}`,
    people: reused.map(personView),
  };
}

function overridesOf({ entries }: Gradebook) {
  return entries.flatMap((entry) =>
    entry.overrides.map(({ exercise, points, graded, reason }) => ({
      ...personView(entry),
      ...{ exercise, points, reason, graded: graded ?? 'nothing' },
    })),
  );
}

function personView(entry: Entry) {
  return { name: nameOf(entry), link: linkTo(entry) };
}
