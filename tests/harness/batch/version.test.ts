// What makes another grader of one, and what does not.

import { describe, expect, it } from 'vitest';
import { graderVersion } from '../../../harness/batch/version.ts';
import { addFile, folderOf } from '../folder.ts';

const COURSE = {
  'graders/rubric.yaml': 'a: 1\n',
  'harness/grade.ts': '1;\n',
  'reference/curves/curves.json': '{}\n',
  'course.yaml': 'limits: {}\n',
  'docs/result.schema.json': '{}\n',
  'package-lock.json': '{}\n',
};

describe('the version of the grader', () => {
  it('is the same for two copies', async () => {
    expect(graderVersion(await folderOf(COURSE))).toBe(graderVersion(await folderOf(COURSE)));
  });

  it('is the same where lines end as on Windows', async () => {
    const windows = Object.entries(COURSE).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]);
    expect(graderVersion(await folderOf(Object.fromEntries(windows) as Record<string, string>))).toBe(
      graderVersion(await folderOf(COURSE)),
    );
  });

  it.each(Object.keys(COURSE))('is another with another %s', async (name) => {
    const folder = await folderOf(COURSE);
    const before = graderVersion(folder);
    await addFile(folder, name, 'changed');
    expect(graderVersion(folder)).not.toBe(before);
  });

  it.each(['graders/99-new.grade.ts', 'harness/deep/in/it.ts'])('is another with %s added', async (name) => {
    const folder = await folderOf(COURSE);
    const before = graderVersion(folder);
    await addFile(folder, name, '');
    expect(graderVersion(folder)).not.toBe(before);
  });

  it.each(['reports/html.ts', 'reference/golden/pytorch.json', 'graders/.rubric.yaml.swp', 'README.md'])(
    'does not rest on %s',
    async (name) => {
      const folder = await folderOf(COURSE);
      const before = graderVersion(folder);
      await addFile(folder, name, 'new');
      expect(graderVersion(folder)).toBe(before);
    },
  );
});
