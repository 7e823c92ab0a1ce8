// A small class in which everything happens, and parts to make others of.

import fc from 'fast-check';
import type { Digest, Entry, Gradebook, Heading } from '../../../harness/gradebook.ts';

const EXERCISES: Heading[] = [
  { id: '01-forward', title: 'Forward pass', maxScore: 12, bonus: false, checks: [] },
  { id: '02-backward', title: 'Backward pass', maxScore: 18, bonus: false, checks: [] },
  { id: '09-activations', title: 'Activations', maxScore: 6, bonus: true, checks: [] },
];

export function gradebookOf(entries: Partial<Entry>[]): Gradebook {
  return {
    title: 'spring',
    handgrad: '0.1.0',
    exercises: EXERCISES,
    maxScore: 30,
    maxBonus: 6,
    entries: entries.map(entryOf),
  };
}

/** A row that has passed, but for these fields. */
export function entryOf(fields: Partial<Entry>): Entry {
  const graded = fields.status !== 'missing' && fields.status !== 'unreadable';
  return {
    id: 'ada',
    name: 'Ada Lovelace',
    email: 'ada@example.edu',
    group: '',
    status: 'passed',
    score: 30,
    bonus: 6,
    points: graded ? { '01-forward': 12, '02-backward': 18, '09-activations': 6 } : {},
    late: null,
    overrides: [],
    message: '',
    source: 'ada',
    submittedAt: null,
    folder: 'submissions/ada',
    isReused: false,
    digest: graded ? digestWith(null) : null,
    ...fields,
  };
}

/** What was graded, with one mistake in the backward pass. */
function digestWith(misconception: string | null): Digest {
  const check = { id: 'db1', status: 'failed', score: 0, misconception } as const;
  return {
    sha256: '00',
    status: 'failed',
    score: 21.25,
    maxScore: 30,
    bonus: 0,
    maxBonus: 6,
    seed: 1,
    durationMs: 2140,
    device: 'wasm',
    sandbox: 'bubblewrap+permission',
    exercises: [
      {
        id: '02-backward',
        status: 'failed',
        score: 9.25,
        maxScore: 18,
        bonus: false,
        durationMs: 12,
        checks: [check, { ...check, id: 'db2' }],
      },
    ],
  };
}

/** Every status; ids as Moodle numbers participants. */
export function sampleClass(): Gradebook {
  return gradebookOf([
    { id: '101' },
    {
      id: '102',
      name: '=HYPERLINK("http://example.com","Grace")',
      email: 'grace@example.edu',
      status: 'failed',
      score: 17.4,
      bonus: 0.4,
      points: { '01-forward': 12, '02-backward': 9.75, '09-activations': 0.5 },
      late: { days: 2, percentOff: 20 },
      digest: digestWith('bias-gradient-averaged'),
    },
    {
      id: '103',
      name: 'O’Neil, "Nan"',
      email: '',
      status: 'failed',
      score: 24,
      bonus: 0,
      points: { '01-forward': 12, '02-backward': 12, '09-activations': 0 },
      late: { days: 0, percentOff: 0 },
      digest: digestWith('gradient-sign'),
      overrides: [{ exercise: '02-backward', points: 12, graded: 9.25, reason: 'The shape was <ours>.' }],
      message: 'Of two submissions the newest counts: b.zip, not a.zip.',
    },
    {
      id: '104',
      name: 'Zoë Ångström',
      email: 'zoe@example.edu',
      status: 'errored',
      score: null,
      bonus: 6,
      points: { '01-forward': 12, '02-backward': null, '09-activations': 6 },
      message: 'The reference device was lost.',
    },
    {
      id: '105',
      name: '陳大文',
      email: 'tai@example.edu',
      status: 'missing',
      score: 0,
      bonus: 0,
      source: null,
    },
    {
      id: '106',
      name: 'Two\r\nLines 🎈',
      email: 'two@example.edu',
      status: 'unreadable',
      score: 0,
      bonus: 0,
      message: '106.zip is no zip archive.',
    },
    { id: '107', name: '', email: '', status: 'not-on-roster' },
  ]);
}

/** Text that breaks tables: formulas, quotes, delimiters, ends of lines, marks, and any other character. */
export function hostileText(): fc.Arbitrary<string> {
  const nasty = fc.constantFrom(
    ...['=', '+', '-', '@', '\t', '\r', '\n', '\r\n', '"', '""', "'", ',', ';', '\uFEFF', '\uFF1D', '\uFF20'],
    ...['=1+1', '=cmd|"/C calc"!A0', 'é', '🎈', '\u0000', ' ', 'Participant 1', '</td>', '#REF!', '1,5'],
  );
  return fc
    .array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 6 })
    .map((parts) => parts.join(''));
}

/** A class of up to six whose names, ids and messages are hostile. */
export function hostileClass(): fc.Arbitrary<Gradebook> {
  const cents = fc.option(fc.integer({ min: 0, max: 3000 }).map((points) => points / 100));
  const entry = fc.record({
    id: hostileText(),
    name: hostileText(),
    email: hostileText(),
    message: hostileText(),
    status: fc.constantFrom('passed', 'failed', 'errored', 'missing', 'unreadable', 'not-on-roster'),
    score: cents,
    bonus: cents,
    late: fc.option(fc.record({ days: fc.nat(40), percentOff: fc.nat(100) })),
  });
  return fc.array(entry as fc.Arbitrary<Partial<Entry>>, { maxLength: 6 }).map(gradebookOf);
}
