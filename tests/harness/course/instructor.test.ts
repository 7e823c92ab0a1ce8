import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../../harness/course.ts';
import { folderOf } from '../folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const project = readCourse(root);

describe("an instructor's course file", () => {
  it("counts in place of the project's limits, name by name", async () => {
    const course = readCourse(
      root,
      await fileOf(`due: 2026-11-30
limits: { callSeconds: 7 }
exercises:
  01-forward: { exerciseSeconds: 600, calls: { linear: 9 } }
`),
    );
    expect(course.limits).toEqual({ ...project.limits, callMs: 7_000 });
    const changed = course.exercises.map(({ limits }, index) => {
      const before = project.exercises[index]?.limits;
      return Object.entries(limits).filter(
        ([name, value]) => before?.[name as keyof typeof before] !== value,
      );
    });
    const slow = { exerciseMs: 600_000, slowCallsMs: { linear: 9_000 } };
    expect(changed[0]).toEqual(expect.arrayContaining([['callMs', 7_000], ...Object.entries(slow)]));
    expect(course.exercises[2]?.limits).toEqual({ ...project.exercises[2]?.limits, callMs: 7_000 });
  });

  it('gives one slow function more time, and leaves the others theirs', async () => {
    const calls = '{ initParams: 20 }';
    const { exercises } = readCourse(
      root,
      await fileOf(`limits: { calls: { predict: 9 } }\nexercises: { 03-train: { calls: ${calls} } }\n`),
    );
    expect(exercises[2]?.limits.slowCallsMs).toEqual({ predict: 9_000, train: 120_000, initParams: 20_000 });
  });

  it("changes nothing where it is a copy of the project's own", async () => {
    const copy = await fileOf(readFileSync(join(root, 'course.yaml'), 'utf8'));
    expect(readCourse(root, copy)).toEqual(project);
  });

  it.each([
    ['limits: { callSeconds: 0 }\n', 'course.yaml:1:24: limits.callSeconds must be > 0'],
    ['limits: { calls: 1 }\n', 'course.yaml:1:18: limits.calls must be object'],
    ['limits: { patience: 1 }\n', 'course.yaml:1:11: limits must NOT have additional properties: patience'],
    [
      'exercises:\n  99-ports: {}\n',
      'course.yaml:2:13: there is no exercise 99-ports; there are 01-forward, ',
    ],
  ])('is told with the place of a fault in its limits: %j', async (text, told) => {
    const file = await fileOf(text);
    expect(() => readCourse(root, file)).toThrow(told);
  });
});

async function fileOf(text: string): Promise<string> {
  return join(await folderOf({ 'course.yaml': text }), 'course.yaml');
}
