// A whole class made up for the tests of its page: the same seed gives the same class.

import type { Entry, EntryStatus, ExerciseDigest, Gradebook, Heading } from '../../harness/gradebook.ts';
import { seeded, type Rng } from '../../reference/curves/draws.ts';
import { sampleDigest, sampleEntry, sampleExercise, sampleGradebook } from './sampleGradebook.ts';
import { sampleHeadings } from './sampleHeadings.ts';

/** Mistakes that the made-up students make, by the number in front of an exercise's id; earlier ones are commoner. */
const MISTAKES: Record<string, string[]> = {
  '01': ['softmax-unstable', 'bias-omitted', 'softmax-axis', 'loss-summed'],
  '02': ['batch-mean-missing', 'bias-gradient-averaged', 'activation-mask-missing', 'gradient-sign'],
  '03': ['batch-mean-missing', 'zero-weights', 'ascent'],
  '04': ['activation-mask-missing', 'mask-of-other-layer'],
  '05': ['activation-value-as-mask', 'loss-double-softmax'],
  '06': ['pixels-unscaled'],
};

const FIRST = [
  'Ada',
  'Grace',
  'Emmy',
  'Alan',
  'Kurt',
  'Björk',
  'Nguyễn',
  'Zoë',
  '梅',
  'Łukasz',
  'Fatima',
  'Olga',
];
const LAST = [
  'Lovelace',
  'Hopper',
  'Noether',
  'Turing',
  'Gödel',
  'Guðmundsdóttir',
  'Văn',
  '李',
  'Nowak',
  'Øster',
];
const STATUSES: [EntryStatus, number][] = [
  ['missing', 0.08],
  ['unreadable', 0.03],
  ['errored', 0.03],
];

/** A class of `size` students, one in thirty of them not on the roster, as the end of a term may look. */
export function sampleClass(size: number, seed = 1): Gradebook {
  const random = seeded(seed);
  const known = size - Math.floor(size / 30);
  return sampleGradebook(Array.from({ length: size }, (_, index) => anyEntry(index, index < known, random)));
}

function anyEntry(index: number, isKnown: boolean, random: Rng): Entry {
  const name = `${pick(FIRST, random)} ${pick(LAST, random)}`;
  const person = { id: `s${String(index + 1).padStart(4, '0')}`, name, group: pick(['A', 'B', 'C'], random) };
  const draw = random();
  if (!isKnown) return { ...graded(person, random), name: '', email: '', group: '', status: 'not-on-roster' };
  const [status] = STATUSES.find(([, share], at) => draw < share + before(at)) ?? ['graded'];
  if (status === 'missing') return sampleEntry({ ...person, status, digest: null, late: null });
  if (status === 'unreadable')
    return sampleEntry({ ...person, status, digest: null, message: 'The archive ends early.' });
  if (status !== 'errored') return graded(person, random);
  const message = 'The sandbox could not be started: no memory was left.';
  return sampleEntry({ ...person, status, digest: null, score: null, bonus: null, message, folder: null });
}

function graded(person: Partial<Entry>, random: Rng): Entry {
  const ability = Math.sqrt(random());
  const digest = sampleDigest(
    sampleHeadings.map((heading, index) => anyExercise(heading, ability - index * 0.02, random)),
    {
      device: random() < 0.9 ? 'wasm' : 'cuda',
      sandbox: random() < 0.97 ? 'bubblewrap+permission' : 'permission',
    },
  );
  const days = random() < 0.15 ? Math.ceil(3 * random()) : 0;
  const status = digest.status === 'passed' ? 'passed' : 'failed';
  const score = Number(((digest.score * (100 - 10 * days)) / 100).toFixed(2));
  const late = { days, percentOff: 10 * days };
  const message = random() < 0.03 ? 'Handed in twice; the newer one counts.' : '';
  return sampleEntry({ ...person, digest, status, score, late, message, isReused: random() < 0.4 });
}

function anyExercise(heading: Heading, ability: number, random: Rng): ExerciseDigest {
  const durationMs = Math.round((heading.id === '06-mnist' ? 15_000 : 120) * (0.7 + random() ** 4 * 3));
  if (random() > ability + 0.45) {
    const checks = heading.checks.map(({ id }) => ({ id, status: 'skipped' as const }));
    return sampleExercise(heading.id, checks, { status: 'not-started', durationMs: 0 });
  }
  const mistakes = MISTAKES[heading.id.slice(0, 2)] ?? [];
  const checks = heading.checks.flatMap(({ id }, index) => {
    if (random() < ability + 0.3 - 0.2 * Math.sin(index * 1.7)) return [];
    const misconception =
      random() < 0.7 ? (mistakes[Math.floor(mistakes.length * random() ** 2)] ?? null) : null;
    return [{ id, status: random() < 0.1 ? ('timed-out' as const) : ('failed' as const), misconception }];
  });
  return sampleExercise(heading.id, checks, { durationMs });
}

function before(at: number): number {
  return STATUSES.slice(0, at).reduce((sum, [, share]) => sum + share, 0);
}

function pick(items: string[], random: Rng): string {
  return items[Math.floor(random() * items.length)] ?? '';
}
