// Grades the seats of a batch, as many at once as the crew takes, and keeps what comes of each.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExerciseSpec } from '../course.ts';
import { seedOf } from '../grade.ts';
import type { Digest, Entry } from '../gradebook.ts';
import type { Result } from '../result.ts';
import type { Submission } from '../submission.ts';
import { adjustReports } from './adjust.ts';
import { CrewUnusable, type Crew, type Task } from './crew.ts';
import { keepForDolos } from './dolos.ts';
import { erroredEntry, gradedEntry, missingEntry, unreadableEntry } from './entries.ts';
import type { Journal } from './journal.ts';
import type { Rules } from './rules.ts';
import type { Seat } from './seats.ts';
import { Unreadable } from './unreadable.ts';

/** What is the same for every submission of a batch. */
export interface Batch {
  root: string;
  out: string;
  version: string;
  exercises: readonly ExerciseSpec[];
  /** Null derives each submission's from its content, and from the secret where there is one. */
  seed: number | null;
  secret: string | null;
  device: string;
  sandbox: string;
  rules: Rules;
}

interface Running {
  crew: Crew;
  journal: Journal;
  /** Told of each as it is done, in any order. */
  onEntry: (entry: Entry) => void;
}

/** Every seat's entry, in the order of the seats. Throws CrewUnusable where nothing can be graded at all. */
export function gradeSeats(batch: Batch, seats: readonly Seat[], running: Running): Promise<Entry[]> {
  const entries: Entry[] = [];
  let next = 0;
  let atWork = 0;
  return new Promise((resolve, reject) => {
    const fill = () => {
      if (atWork === 0 && next === seats.length) resolve(entries);
      while (atWork < running.crew.size && next < seats.length) void take(next++).then(fill, reject);
    };
    const take = async (index: number) => {
      atWork++;
      const entry = await entryOf(batch, seats[index] as Seat, running);
      atWork--;
      entries[index] = entry;
      running.onEntry(entry);
    };
    fill();
  });
}

async function entryOf(batch: Batch, seat: Seat, { crew, journal }: Running): Promise<Entry> {
  const { rules } = batch;
  if (!seat.handedIn) return missingEntry(seat, rules);
  let submission: Submission;
  try {
    submission = { ...(await seat.handedIn.open()), id: seat.id };
  } catch (error) {
    if (error instanceof Unreadable) return unreadableEntry(seat, rules, error.message);
    throw error;
  }
  const seed = batch.seed ?? seedOf(submission, batch.secret);
  const key = keyOf(batch, submission, seed);
  const out = path.join(batch.out, seat.folder);
  const name = path.basename(seat.folder);
  const exercises = batch.exercises.map(({ id }) => id);
  const recalled = reusable(journal.recall(seat.id, key));
  const known = recalled && hasReports(out, { submission, exercises, seed }) ? recalled : null;
  try {
    const digest = known ?? (await crew.grade({ submission, exercises, seed, out }));
    keepForDolos(batch.out, name, { submission, digest, exercises: batch.exercises });
    if (!known) journal.add({ id: seat.id, key, digest });
    const entry = gradedEntry(seat, rules, { digest, submission, isReused: known !== null });
    await adjustReports(batch.root, batch.out, entry);
    return entry;
  } catch (error) {
    if (error instanceof CrewUnusable) throw error;
    return erroredEntry(seat, rules, error instanceof Error ? error.message : String(error));
  }
}

/** A verdict that was reached: what the grader failed at, a bonus too, is tried again. */
function reusable(digest: Digest | null): Digest | null {
  return digest?.exercises.every(({ status }) => status !== 'errored') ? digest : null;
}

/** Whether the reports in `out` are there, whole, and of this grading: a run can be cut off between them and its journal. */
function hasReports(out: string, { submission, exercises, seed }: Omit<Task, 'out'>): boolean {
  if (!existsSync(path.join(out, 'index.html'))) return false;
  try {
    const written = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8')) as Partial<Result>;
    const graded = written.exercises?.map(({ id }) => id) ?? [];
    const isSame = written.seed === seed && written.submission?.sha256 === submission.sha256;
    return isSame && graded.join() === exercises.join();
  } catch {
    return false;
  }
}

/** A hash of all that a verdict rests on. */
function keyOf({ version, exercises, device, sandbox }: Batch, submission: Submission, seed: number): string {
  const { sha256, problem, refused } = submission;
  const rests = [version, exercises, device, sandbox, seed, sha256, problem, [...refused]];
  return createHash('sha256').update(JSON.stringify(rests)).digest('hex');
}
