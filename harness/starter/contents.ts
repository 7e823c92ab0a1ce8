// What the repository that students start from holds: stubs, the grader, workflows and an editor's settings; no solutions.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pointsOf, readCourse, type ExerciseSpec } from '../course.ts';
import { studentLock, studentPackage } from './packages.ts';
import type { Pin } from './pin.ts';

/** Texts by path, with `/` between folders and LF at the ends of lines. */
export type Contents = Map<string, string>;

/** Folders that go along: the grader and what it grades with. */
const FOLDERS = ['graders', 'harness', 'reference', 'reports', 'starter'];

/** Files that go along as they are; the documents are those that a student's work or a grading needs. */
const FILES = [
  'course.yaml',
  'tsconfig.json',
  'docs/devices.md',
  'docs/result-format.md',
  'docs/result.schema.json',
];

/** Written by a grading, or for the project's own tests alone. */
const LEFT_OUT = new Set(['reports/out', 'reference/assembly', 'reference/golden']);

/** What a source ends in; anything else in these folders is somebody's own. */
const SOURCE = /\.(ts|mjs|hbs|css|yaml|json|md|py|yml|sh)$/;

/** The templates go along, too: a student's repository can be the grader that others are pinned to. */
const TEMPLATES = 'starter';

/** Where a template goes in the repository. */
const PLACES: Record<string, string> = {
  'README.md': 'README.md',
  'attributes.txt': '.gitattributes',
  'ignored.txt': '.gitignore',
  'settings.json': '.vscode/settings.json',
  'extensions.json': '.vscode/extensions.json',
  'vitest.config.ts': 'vitest.config.ts',
  'exercises.test.ts': 'exercises.test.ts',
  'classroom.yml': '.github/workflows/classroom.yml',
  'classroom50/autograder.py': 'classroom50/CLASSROOM/autograders/ASSIGNMENT/autograder.py',
  'classroom50/runtime.json': 'classroom50/runtime.json',
};

/**
 * The files of a starter, of a project or of another starter: both give the same. Throws where a file of the project is
 * missing or malformed.
 */
export function starterContents(root: string, pin: Pin): Contents {
  const text = (name: string) => readText(path.join(root, name));
  const { exercises } = readCourse(root);
  const stubs = exercises.map(({ file }) => `exercises/${file}`); // and nothing that lies beside them, which may hold answers
  const found = FOLDERS.flatMap((folder) => sourcesIn(root, folder));
  const contents: Contents = new Map([...stubs, ...found, ...FILES].map((name) => [name, text(name)]));
  const packaged = studentPackage(text('package.json'));
  contents.set('package.json', packaged);
  contents.set('package-lock.json', studentLock(text('package-lock.json'), packaged));
  for (const [template, place] of Object.entries(PLACES))
    contents.set(place, filled(text(`${TEMPLATES}/${template}`), exercises, pin));
  return new Map([...contents].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The text of a template that has no place in a student's repository: Gradescope's scripts. */
export function readTemplate(root: string, name: string): string {
  return readText(path.join(root, TEMPLATES, name));
}

function readText(file: string): string {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
}

function sourcesIn(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.name.startsWith('.') || LEFT_OUT.has(name)) return [];
    if (entry.isDirectory()) return sourcesIn(root, name);
    const isTemplate = name.startsWith(`${TEMPLATES}/`);
    return entry.isFile() && (isTemplate || SOURCE.test(name)) ? [name] : [];
  });
}

/** A template with its marks filled in; each stands in a file that is valid with the mark as well. */
function filled(text: string, exercises: readonly ExerciseSpec[], { repository, commit }: Pin): string {
  // The reporter adds up what it is given, and fails the job where one did not pass: a bonus exercise may do neither.
  const ids = exercises.filter(({ bonus }) => !bonus).map(({ id }) => id);
  return text
    .replaceAll(/^ *# EXERCISE_TABLE$/gm, exerciseTable(exercises))
    .replaceAll('EXERCISE_IDS', ids.join(','))
    .replaceAll(/^( *)EXERCISE_RESULTS: .*$/gm, (_line, indent: string) => resultLines(ids, indent))
    .replaceAll('GRADER_REPOSITORY_HERE', repository)
    .replaceAll('GRADER_COMMIT_HERE', commit);
}

/** The environment in which the reporter of GitHub Classroom finds each exercise. */
function resultLines(ids: readonly string[], indent: string): string {
  return ids
    .map((id) => `${indent}${id.toUpperCase()}_RESULTS: \${{ steps.grade.outputs['${id}'] }}`)
    .join('\n');
}

function exerciseTable(exercises: readonly ExerciseSpec[]): string {
  const rows = exercises.map((exercise) => {
    const points = `${exercise.bonus ? 'bonus ' : ''}${pointsOf(exercise)}`;
    return `| \`${exercise.file}\` | ${exercise.title} | ${points} |`;
  });
  return ['| file in `exercises/` | what it is | points |', '|---|---|---|', ...rows].join('\n');
}
