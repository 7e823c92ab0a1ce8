// The real course: what is data of a grader is found in its code.

import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findExercise, readCourse } from '../../../harness/course.ts';
import { fingerprint } from '../../../harness/verdicts/fingerprint.ts';
import { courseWith } from '../../cli/command.ts';

const SANDBOX = 'bubblewrap+permission';

let course: string;

beforeAll(() => {
  course = courseWith({});
});

describe('what verdicts rest on', () => {
  it.each([
    ['08', 'graders/questions.yaml'],
    ['08', 'reference/curves/curves.json'],
    ['07', 'reference/curves/curves.json'],
  ])('of %s is another where %s is', async (name, file) => {
    const before = await hashOf(name);
    expect(await hashOf(name)).toBe(before);
    appendFileSync(path.join(course, file), '\n');
    expect(await hashOf(name)).not.toBe(before);
  });

  it('of 02 are the same whatever is asked in 08', async () => {
    const before = await hashOf('02');
    rmSync(path.join(course, 'graders', 'questions.yaml'));
    expect(await hashOf('02')).toBe(before);
  });
});

function hashOf(name: string): Promise<string> {
  const exercise = findExercise(readCourse(course), name);
  if (!exercise) throw new Error(`there is no exercise ${name}`);
  return fingerprint(course, exercise, SANDBOX);
}
