// What a batch is made from: the folder with the submissions, and the instructor's files beside them.

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { canvasAssignment } from '../../reports/gradebook/canvas.ts';
import { submissionTimes } from '../../reports/gradebook/moodleTimes.ts';
import { readCourse, type Course } from '../course.ts';
import { textIn } from '../submission.ts';
import { readIntake } from './intake.ts';
import { overridesById, readOverrides, type GivenPoints } from './overrides.ts';
import { readPolicy, type Policy } from './policy.ts';
import { readRoster } from './roster.ts';
import { seatsOf, type Seat } from './seats.ts';
import { WrongUse } from '../wrongUse.ts';

/** An instructor's file that is missing or malformed: the batch has not begun. */
class WrongInput extends WrongUse {
  override name = 'WrongInput';
}

/** Files named on the command line; one that is not named is looked for in the folder, under its usual name. */
export interface NamedFiles {
  roster?: string | undefined;
  course?: string | undefined;
  overrides?: string | undefined;
  worksheet?: string | undefined;
}

const USUAL: Record<keyof NamedFiles, string> = {
  roster: 'roster.csv',
  course: 'course.yaml',
  overrides: 'overrides.yaml',
  worksheet: 'moodle-worksheet.csv',
};

/** Holds the assignment's title as Canvas has it, where the command line does not name it. */
const ASSIGNMENT = 'canvas-assignment.txt';

/** The assignment where nobody names it. */
const UNTITLED = 'Handgrad';

export interface Inputs {
  title: string;
  course: Course;
  /** The course file, for whoever has to read its limits too; null where there is none. */
  courseFile: string | null;
  /** Whether that file's limits are not the project's. */
  hasOwnLimits: boolean;
  seats: Seat[];
  policy: Policy;
  overrides: ReadonlyMap<string, readonly GivenPoints[]>;
  /** The text of Moodle's worksheet; null where there is none. */
  worksheet: string | null;
  /** The assignment as Canvas names it, such as `Networks (123)`. */
  assignment: string;
}

/**
 * Reads everything but the submissions themselves, which are opened one at a time. Throws WrongUse where the instructor has to
 * mend something first.
 */
export async function readInputs(
  root: string,
  folder: string,
  { named, assignment, out }: { named: NamedFiles; assignment: string | undefined; out: string },
): Promise<Inputs> {
  const file = (kind: keyof NamedFiles) => fileFor(folder, named[kind], USUAL[kind]);
  const courseFile = file('course');
  const rosterFile = file('roster');
  const students = rosterFile === null ? null : readRoster(rosterFile);
  const handedIn = await readIntake(folder, { out, students: students ?? [] });
  const worksheetFile = file('worksheet');
  const worksheet = worksheetFile === null ? null : asInput(() => worksheetIn(worksheetFile));
  const times = asInput(() => timesIn(worksheet, worksheetFile));
  const seats = seatsOf(students, handedIn, { times, out });
  return {
    title: path.basename(folder),
    courseFile,
    seats,
    ...asInput(() => rulesIn(root, { courseFile, overridesFile: file('overrides') }, seats)),
    worksheet,
    assignment: asInput(() =>
      assignment === undefined ? assignmentIn(path.join(folder, ASSIGNMENT)) : canvasAssignment(assignment),
    ),
  };
}

function rulesIn(
  root: string,
  { courseFile, overridesFile }: { courseFile: string | null; overridesFile: string | null },
  seats: readonly Seat[],
): Pick<Inputs, 'course' | 'hasOwnLimits' | 'policy' | 'overrides'> {
  const course = readCourse(root, courseFile);
  const given = readOverrides(overridesFile, course);
  const ids = seats.map(({ id }) => id);
  const { byId, faults } = overridesById(given, ids);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const hasOwnLimits = !isDeepStrictEqual(course, readCourse(root));
  return { course, hasOwnLimits, policy: readPolicy(courseFile), overrides: byId };
}

/** With its byte order mark: what is not filled in is given back byte for byte. */
function worksheetIn(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    throw new Error(`${file} is not UTF-8, as Moodle writes its worksheet: download it again.`, {
      cause: error,
    });
  }
}

function timesIn(worksheet: string | null, file: string | null): Map<string, Date> {
  return worksheet === null ? new Map<string, Date>() : submissionTimes(worksheet, file ?? undefined);
}

/** Whatever is wrong with these files is for the instructor to mend. */
function asInput<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new WrongInput(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function fileFor(folder: string, named: string | undefined, usual: string): string | null {
  const file = named ?? path.join(folder, usual);
  const isFile = existsSync(file) && statSync(file).isFile();
  if (named !== undefined && !isFile) throw new WrongInput(`There is no file ${named}.`);
  return isFile ? file : null;
}

/** As a file beside the submissions has it; what is wrong with it is told with its place. */
function assignmentIn(file: string): string {
  const title = existsSync(file) ? textIn(readFileSync(file)).trim() : '';
  if (title === '') return canvasAssignment(UNTITLED);
  try {
    return canvasAssignment(title);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file}:1:1: ${why}`, { cause: error });
  }
}
