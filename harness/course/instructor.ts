// The instructor's course file: when work is due, what lateness costs, and limits that count in place of the project's.

import { readFileSync } from 'node:fs';
import { instructorSchema } from './schemas.ts';
import { CourseError, openYaml, type YamlFile } from './yaml.ts';

/** Limits as a course file has them: seconds and sizes by name, and seconds by the name of a slow function. */
export type LimitsFile = Record<string, number> & { calls?: Record<string, number> };

interface InstructorFile {
  due?: unknown;
  graceMinutes?: number;
  late?: { percentPerDay?: number; maxPercent?: number; cutOffDays?: number };
  limits?: Partial<LimitsFile>;
  exercises?: Record<string, Partial<LimitsFile>>;
}

/** Reads the course file at `file`; null is one that says nothing. Throws CourseError with its place for each fault. */
export function readInstructorFile(file: string | null): YamlFile & { value: InstructorFile } {
  if (file === null) return { value: {}, at: () => 'course.yaml', written: () => '' };
  const read = openYaml({ file, text: textOfFile(file) }, instructorSchema);
  return { ...read, value: read.value ?? {} };
}

/** The text of a file that an instructor named. Throws CourseError where it cannot be read. */
export function textOfFile(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, ''); // as editors of Windows begin a file
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CourseError(
      code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`,
    );
  }
}
