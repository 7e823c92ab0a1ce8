// The files about a class: its gradebook, what Canvas, Moodle and Dolos read, and its page.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { classPage } from '../../reports/classPage.ts';
import { canvasCsv } from '../../reports/gradebook/canvas.ts';
import { dolosInfo } from '../../reports/gradebook/dolos.ts';
import { gradebookCsv } from '../../reports/gradebook/csv.ts';
import { moodleCsv, moodleWorksheet } from '../../reports/gradebook/moodle.ts';
import type { Course, ExerciseSpec } from '../course.ts';
import { pointsOf } from '../course.ts';
import type { Gradebook, Heading } from '../gradebook.ts';
import { writeWhole } from '../write.ts';
import { dolosFiles } from './dolos.ts';
import { removeLeftovers } from './leftovers.ts';
import { writeRecord, type BatchRecord } from './record.ts';

/** Writes every file about the class into `out`, and gives the paths. */
export async function writeClass(
  root: string,
  out: string,
  course: Course,
  record: BatchRecord,
): Promise<string[]> {
  const gradebook = gradebookOf(record);
  const { worksheet, assignment } = record;
  const page = await classPage(path.join(root, 'reports', 'templates'), course.misconceptions)(gradebook);
  mkdirSync(path.join(out, 'dolos'), { recursive: true });
  removeLeftovers(out, record.entries);
  const chosen = course.exercises.filter(({ id }) => record.exercises.some((heading) => heading.id === id));
  const files: Record<string, string> = {
    'gradebook.csv': gradebookCsv(gradebook),
    'canvas.csv': canvasCsv(gradebook, assignment),
    'moodle.csv': worksheet === null ? moodleCsv(gradebook) : moodleWorksheet(worksheet, gradebook),
    'dolos/info.csv': dolosInfo(dolosFiles(root, out, { exercises: chosen, entries: record.entries })),
    'index.html': page,
  };
  const written = Object.entries(files).map(([name, text]) => writeWhole(path.join(out, name), text));
  writeRecord(out, record);
  return written;
}

/** An exercise as a heading of the gradebook. */
export function headingOf(exercise: ExerciseSpec): Heading {
  const { id, title, bonus, checks } = exercise;
  return {
    ...{ id, title, bonus },
    maxScore: pointsOf(exercise),
    checks: checks.map((check) => ({ id: check.id, title: check.title, maxScore: check.points })),
  };
}

function gradebookOf({ title, handgrad, exercises, entries }: BatchRecord): Gradebook {
  const total = (isBonus: boolean) =>
    Math.round(
      100 *
        exercises.filter(({ bonus }) => bonus === isBonus).reduce((sum, { maxScore }) => sum + maxScore, 0),
    ) / 100;
  return { title, handgrad, exercises, entries, maxScore: total(false), maxBonus: total(true) };
}
