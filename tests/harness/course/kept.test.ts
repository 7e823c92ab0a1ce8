import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readKept } from '../../../harness/course/kept.ts';
import { CourseError } from '../../../harness/course/yaml.ts';
import { folderOf } from '../folder.ts';

const FILE = path.join('graders', 'rubric.yaml');
const KEPT = path.join('dist', 'graders-rubric.json');
const ANY = { type: 'object' };

function project(text: string): Promise<string> {
  return folderOf({ [FILE]: text, 'dist/cli.mjs': '' });
}

function read(root: string, schema: object = ANY): unknown {
  return readKept({ root, file: 'graders/rubric.yaml' }, schema);
}

/** What is kept says 2 in place of 1: whoever gets 2 has it from there. */
function mark(root: string): void {
  const file = path.join(root, KEPT);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"points":1', '"points":2'));
}

it('is the value in the file, and then the one that was kept', async () => {
  const root = await project('points: 1\nhint: "first\\nsecond"\n');
  expect(read(root)).toEqual({ points: 1, hint: 'first\nsecond' });
  expect(read(root)).toEqual({ points: 1, hint: 'first\nsecond' });
  mark(root);
  expect(read(root)).toEqual({ points: 2, hint: 'first\nsecond' });
  expect(readdirSync(path.join(root, 'dist'))).toEqual(['cli.mjs', 'graders-rubric.json']);
});

it('is read anew where the text or the schema is another', async () => {
  const root = await project('points: 1\n');
  read(root);
  mark(root);
  expect(read(root, { type: 'object', required: ['points'] })).toEqual({ points: 1 });
  mark(root);
  writeFileSync(path.join(root, FILE), 'points: 3\n');
  expect(read(root)).toEqual({ points: 3 });
});

it.each(['', 'null', '{"of":', '[]'])('is read anew where what was kept is %o', async (kept) => {
  const root = await project('points: 1\n');
  writeFileSync(path.join(root, KEPT), kept);
  expect(read(root)).toEqual({ points: 1 });
  mark(root);
  expect(read(root)).toEqual({ points: 2 });
});

it('is read where nothing can be kept', async () => {
  const root = await project('points: 1\n');
  rmSync(path.join(root, 'dist'), { recursive: true });
  expect(read(root)).toEqual({ points: 1 });
  writeFileSync(path.join(root, 'dist'), 'in its way');
  expect(read(root)).toEqual({ points: 1 });
});

it('is refused at its place each time where it is malformed, and nothing is kept', async () => {
  const root = await project('points: [1\n');
  const told = () => expect(() => read(root)).toThrow(CourseError);
  told();
  told();
  expect(() => read(root)).toThrow(/^graders\/rubric\.yaml:\d+:\d+: /);
  expect(readdirSync(path.join(root, 'dist'))).toEqual(['cli.mjs']);
});
