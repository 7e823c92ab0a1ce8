// Everything in a folder that was handed in, as submissions that are read when their turn comes: a class does not fit in memory.

import path from 'node:path';
import { FolderTree } from '../submission/folderTree.ts';
import { rootsOf } from '../submission/roots.ts';
import { mustBeFolder, NoSubmission, type Submission } from '../submission.ts';
import { groupedBy } from './grouping.ts';
import { candidatesIn, type Candidate } from './intake/candidates.ts';
import { CommitDates } from './intake/commitDates.ts';
import { placeOf } from './intake/place.ts';
import { shown, shownAll, Unreadable } from './unreadable.ts';

export interface HandedIn {
  /** The folder's or archive's name; the participant number of Moodle; the user id of Canvas. */
  id: string;
  /** As an export has it, else empty. */
  name: string;
  /** The path inside the folder that is graded. */
  source: string;
  /** Null where that is not known. */
  submittedAt: Date | null;
  /** Whether an export says that it came late, without saying when. */
  isMarkedLate: boolean;
  /** Sources of the same id that do not count, because they are older. */
  others: string[];
  /** When its files were last changed: tells the newest where the time of handing in is not known. */
  changedAt(): Date;
  /** Archives beside its exercise files, which are not opened; asked for once it has been read. */
  unopened(): string[];
  /** Folders with exercise files further in than those that are graded; asked for once it has been read. */
  furtherIn(): string[];
  /** Reads it. Rejects with Unreadable, in one sentence, where nothing of it can be graded. */
  open(): Promise<Submission>;
}

/** What is known of a class before its folder is looked at. */
export interface Known {
  out?: string | null;
  students?: readonly { id: string }[];
}

/** Checkouts that git is asked about at once: it waits for the disk more than it computes. */
const CHECKOUTS_AT_ONCE = 8;

/**
 * What was handed in, one of each id, in the order of the ids' code units; `out`, where the gradebook goes, is nobody's
 * submission, and a folder called as one of the `students` is one submission, whatever it holds. Rejects with NoSubmission where
 * nothing was handed in.
 */
export async function readIntake(folder: string, known: Known = {}): Promise<HandedIn[]> {
  mustBeFolder(folder);
  const top = path.resolve(folder);
  const candidates = candidatesIn(placeOf(top, known));
  if (!(await holdsSubmission(candidates))) {
    const found = candidates.map(({ source }) => source);
    throw new NoSubmission(
      `${top} holds no submission, which is a folder or zip with an exercise file such as 01-forward.ts: it holds ${found.length === 0 ? 'nothing that could be one' : shownAll(found)}.`,
    );
  }
  const byId = groupedBy(await dated(candidates), ({ id }) => id);
  return [...byId.values()].map(newestOf).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The newest of one student's submissions, by the time of handing in, else of the last change; it names the others. */
export function newestOf(handedIn: readonly [HandedIn, ...HandedIn[]]): HandedIn {
  const [first, ...rest] = handedIn;
  if (rest.length === 0) return first;
  const time = (each: HandedIn) => (each.submittedAt ?? each.changedAt()).getTime();
  const newest = rest.reduce((best, each) => (time(each) > time(best) ? each : best), first);
  const older = handedIn.filter((each) => each !== newest).map(({ source }) => source);
  const others = [...handedIn.flatMap((each) => each.others), ...older].toSorted();
  return { ...newest, others };
}

async function holdsSubmission(candidates: readonly Candidate[]): Promise<boolean> {
  for (const { content } of candidates) if (await content.isSubmission()) return true;
  return false;
}

/** Each with the time of its commit, where it is a checkout. */
async function dated(candidates: readonly Candidate[]): Promise<HandedIn[]> {
  const dates = new CommitDates();
  try {
    const handedIn: HandedIn[] = [];
    for (let start = 0; start < candidates.length; start += CHECKOUTS_AT_ONCE) {
      const some = candidates.slice(start, start + CHECKOUTS_AT_ONCE);
      handedIn.push(...(await Promise.all(some.map((candidate) => handedInOf(candidate, dates)))));
    }
    return handedIn;
  } finally {
    dates.close();
  }
}

/** The time of its commit; null where that is not known, as of a folder that cannot be looked into. */
function commitDate(folder: string, dates: CommitDates): Promise<Date | null> {
  try {
    return dates.of(repositoryIn(folder));
  } catch {
    return Promise.resolve(null); // what is wrong with it is said when it is opened
  }
}

/** The folder whose repository the exercises are of: the nearest one above them, within what was handed in. */
function repositoryIn(folder: string): string {
  const tree = new FolderTree(folder);
  const above = (rootsOf(tree)[0] ?? '')
    .split('/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  const nearest = above.findLast((each) => tree.list(each).some(({ name }) => name === '.git'));
  return tree.pathOf(nearest ?? '');
}

async function handedInOf({ checkout, content, ...said }: Candidate, dates: CommitDates): Promise<HandedIn> {
  return {
    ...said,
    submittedAt: checkout === null ? null : await commitDate(checkout, dates),
    changedAt: () => content.changedAt(),
    unopened: () => content.unopened(),
    furtherIn: () => content.furtherIn(),
    open: () => opened(content.read(said.id), said.source),
  };
}

/** A file that the system does not give out is told as such, and ends no batch. */
async function opened(reading: Promise<Submission>, source: string): Promise<Submission> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'syscall' in error)
      throw new Unreadable(
        `${shown(source)} cannot be read (${String(error.code)}): look at its files' permissions.`,
        {
          cause: error,
        },
      );
    throw error;
  }
}
