import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../harness/course.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}docs/coverage.md`, 'utf8');
const { exercises } = readCourse(root);

describe('the page on what covers the lesson', () => {
  it('names no exercise or check that the rubric lacks', () => {
    const known = new Set(
      exercises.flatMap(({ id, checks }) => [id, ...checks.map((check) => `${id}/${check.id}`)]),
    );
    const named = [...page.matchAll(/\b\d\d-[a-z]+(?:-[a-z]+)*(?:\/[\w-]+)?/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it.each([
    ['learning objectives', 'Learning objectives', 10],
    ['exercises', 'Exercises of the lesson', 7],
    ['self-check questions', 'The ten self-check questions', 10],
  ])('serves all %s of the lesson', (_, heading, count) => {
    const section = page.split('\n## ').find((part) => part.startsWith(heading)) ?? '';
    const rows = [...section.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
    expect(rows).toEqual(Array.from({ length: count }, (__, index) => index + 1));
  });

  it('has a check for every exercise of the course', () => {
    expect(exercises.filter(({ id }) => !page.includes(id)).map(({ id }) => id)).toEqual([]);
  });
});
