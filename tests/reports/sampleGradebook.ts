// Gradebooks made up for the tests of the class's page: nothing here was graded.

import type { Digest, Entry, ExerciseDigest, Gradebook } from '../../harness/gradebook.ts';
import { sampleHeadings } from './sampleHeadings.ts';

type CheckDigest = ExerciseDigest['checks'][number];

/** A gradebook of these entries. */
export function sampleGradebook(entries: Entry[], fields: Partial<Gradebook> = {}): Gradebook {
  const sum = (bonus: boolean) =>
    sampleHeadings.filter((one) => one.bonus === bonus).reduce((total, { maxScore }) => total + maxScore, 0);
  return {
    title: 'neural-networks-2026',
    handgrad: '0.1.0',
    exercises: sampleHeadings,
    maxScore: sum(false),
    maxBonus: sum(true),
    entries,
    ...fields,
  };
}

/** A student who passed everything, with the fields given put over it. */
export function sampleEntry(fields: Partial<Entry> = {}): Entry {
  const digest = fields.digest === undefined ? sampleDigest() : fields.digest;
  const id = fields.id ?? 'ada';
  return {
    id,
    name: 'Ada Lovelace',
    email: `${id}@example.org`,
    group: 'A',
    status: 'passed',
    score: digest?.score ?? 0,
    bonus: digest?.bonus ?? 0,
    points: Object.fromEntries(
      digest?.exercises.map((one) => [one.id, one.status === 'errored' ? null : one.score]) ?? [],
    ),
    late: { days: 0, percentOff: 0 },
    overrides: [],
    message: '',
    source: digest ? id : null,
    submittedAt: null,
    folder: digest ? `submissions/${id}` : null,
    isReused: false,
    digest,
    ...fields,
  };
}

/** What grading everything right comes to, with the exercises of these ids put in place of the right ones. */
export function sampleDigest(exercises: ExerciseDigest[] = [], fields: Partial<Digest> = {}): Digest {
  const all = sampleHeadings.map(
    (heading) => exercises.find(({ id }) => id === heading.id) ?? sampleExercise(heading.id),
  );
  const sum = (bonus: boolean) =>
    all.filter((one) => one.bonus === bonus).reduce((total, { score }) => total + score, 0);
  const core = all.filter(({ bonus }) => !bonus).map(({ status }) => status);
  return {
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    status: core.includes('errored') ? 'errored' : core.every((s) => s === 'passed') ? 'passed' : 'failed',
    score: sum(false),
    maxScore: 100,
    bonus: sum(true),
    maxBonus: 18,
    seed: 7,
    durationMs: all.reduce((total, { durationMs }) => total + durationMs, 0),
    device: 'wasm',
    sandbox: 'bubblewrap+permission',
    exercises: all,
    ...fields,
  };
}

/** An exercise of which the checks given are put in place of passed ones. */
export function sampleExercise(
  id: string,
  checks: (Partial<CheckDigest> & { id: string })[] = [],
  fields: Partial<ExerciseDigest> = {},
): ExerciseDigest {
  const heading = sampleHeadings.find((one) => one.id === id) ?? sampleHeadings[0];
  const all = (heading?.checks ?? []).map((check): CheckDigest => {
    const given = checks.find((one) => one.id === check.id);
    const status = given?.status ?? 'passed';
    return {
      status,
      score: status === 'passed' ? check.maxScore : 0,
      misconception: null,
      ...given,
      id: check.id,
    };
  });
  return {
    id,
    status: all.every(({ status }) => status === 'passed') ? 'passed' : 'failed',
    score: all.reduce((total, { score }) => total + score, 0),
    maxScore: heading?.maxScore ?? 0,
    bonus: heading?.bonus ?? false,
    durationMs: 100,
    checks: all,
    ...fields,
  };
}
