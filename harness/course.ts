// The course as data: its exercises with their checks and points, the words for mistakes, and the limits. Read once from
// YAML, validated with line and column, trusted from there on.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Limits } from './sandbox/limits.ts';
import { readInstructorFile, type LimitsFile } from './course/instructor.ts';
import { readKept } from './course/kept.ts';
import { CourseError, readYaml } from './course/yaml.ts';
import { courseSchema, misconceptionsSchema, rubricSchema } from './course/schemas.ts';

export interface CheckSpec {
  id: string;
  title: string;
  points: number;
  hint: string;
  needs?: string[];
}

export interface ExerciseSpec {
  /** The stem, such as `02-backward`. */
  id: string;
  title: string;
  file: string;
  libraries: string[];
  exports: string[];
  bonus: boolean;
  checks: CheckSpec[];
  limits: Limits;
}

export interface Course {
  exercises: ExerciseSpec[];
  misconceptions: Record<string, string>;
  limits: Limits;
}

/** course.yaml: the limits, and those of exercises that need more. */
interface CourseFile {
  limits: LimitsFile;
  exercises?: Record<string, Partial<LimitsFile>>;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Reads the course of the project at `root`; what the instructor's course file `own` says of limits counts in place of
 * course.yaml, name by name. Throws CourseError with file, line and column for anything malformed.
 */
export function readCourse(root: string, own: string | null = null): Course {
  const rubric = readKept({ root, file: 'graders/rubric.yaml' }, rubricSchema) as Record<
    string,
    Omit<ExerciseSpec, 'id' | 'limits'>
  >;
  const misconceptions = readKept(
    { root, file: 'graders/misconceptions.yaml' },
    misconceptionsSchema,
  ) as Record<string, string>;
  const file = 'course.yaml';
  const text = readFileSync(path.join(root, file), 'utf8');
  const project = readYaml({ file, text }, courseSchema) as CourseFile;
  const { limits, exercises } = withOwn(project, own, Object.keys(rubric));
  return {
    exercises: Object.entries(rubric).map(([id, spec]) => ({
      id,
      ...spec,
      limits: limitsOf(withLimits(limits, exercises[id])),
    })),
    misconceptions,
    limits: limitsOf(limits),
  };
}

/** The exercise that a student calls `02-backward`, `02` or `backward`; null where there is none. */
export function findExercise<T extends { id: string }>(course: { exercises: T[] }, name: string): T | null {
  const wanted = name.toLowerCase().replace(/\.(ts|yaml)$/, '');
  const found = course.exercises.find(
    ({ id }) => id === wanted || id.slice(0, 2) === wanted || id.slice(3) === wanted,
  );
  return found ?? null;
}

/** The points of an exercise, to a hundredth, as every gradebook has them. */
export function pointsOf({ checks }: ExerciseSpec): number {
  return Math.round(100 * checks.reduce((sum, { points }) => sum + points, 0)) / 100;
}

function withOwn(
  { limits, exercises = {} }: CourseFile,
  own: string | null,
  known: string[],
): Required<CourseFile> {
  const { value, at } = readInstructorFile(own);
  const unknown = Object.keys(value.exercises ?? {}).find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new CourseError(
      `${at('exercises', unknown)}: there is no exercise ${unknown}; there are ${known.join(', ')}.`,
    );
  const merged = Object.entries(value.exercises ?? {}).map(([id, of]) => [id, withLimits(exercises[id], of)]);
  return {
    limits: withLimits(limits, value.limits),
    exercises: { ...exercises, ...(Object.fromEntries(merged) as CourseFile['exercises']) },
  };
}

/** What `own` names counts in place of what was there, function by function among the slow calls. */
function withLimits(before: Partial<LimitsFile> = {}, own: Partial<LimitsFile> = {}): LimitsFile {
  return { ...before, ...own, calls: { ...before.calls, ...own.calls } } as LimitsFile;
}

function limitsOf({ calls = {}, ...limits }: Partial<LimitsFile>): Limits {
  const of = (name: string) => limits[name] ?? Number.NaN;
  const slow = Object.entries(calls).map(([name, seconds]) => [name, seconds * 1000]);
  return {
    loadMs: of('loadSeconds') * 1000,
    callMs: of('callSeconds') * 1000,
    slowCallsMs: Object.fromEntries(slow) as Record<string, number>,
    exerciseMs: of('exerciseSeconds') * 1000,
    memoryBytes: of('memoryMiB') * MIB,
    outputKeptBytes: of('outputKeptKiB') * KIB,
    outputStopBytes: of('outputStopKiB') * KIB,
  };
}
