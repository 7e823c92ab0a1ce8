import path from 'node:path';
import { expect, it } from 'vitest';
import { readCourse } from '../../../harness/course.ts';
import type { Grader } from '../../../harness/grade.ts';
import { restsOn } from '../../../harness/grade/rests.ts';
import { handIn } from '../folder.ts';

const course = readCourse(path.resolve(import.meta.dirname, '..', '..', '..'));

it('the grade of an exercise rests on the whole submission where the bundler has failed', async () => {
  const bundler = { bundle: () => Promise.reject(new Error('this machine was too busy')) };
  const grader = { course, bundler } as unknown as Grader;
  const forward = course.exercises.find(({ id }) => id === '01-forward');
  if (!forward) throw new Error('no 01-forward');
  const rests = async (beside: string) =>
    restsOn(grader, await handIn({ '01-forward.ts': 'export {};', 'beside.ts': beside }), forward);
  const before = await rests('1');
  expect(await rests('2')).not.toBe(before);
  expect(await rests('1')).toBe(before);
});
