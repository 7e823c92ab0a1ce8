// What the folders promise in docs/architecture.md; each claim is shown to fail on a tree that breaks it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './plant.ts';
import { filesOf, foldersNamedForAKind, missingTwins } from './tree.ts';

/** Lines: a file is one noun, about 100 lines; this is the wall, and .oxlintrc.json has the same. */
const MOST_LINES = 250;

/** The folders of the import table; code anywhere else would escape it. */
const tableFolders = /^(bench|exercises|graders|harness|reference|reports|solutions|starter|tests)\//;

const files = filesOf(root);
const sources = files.filter((file) => file.endsWith('.ts'));

describe('the tree', () => {
  it('is the one this test lies in', () => {
    expect(sources).toContain('tests/architecture/tree.test.ts');
  });

  it('has no folder named for a kind', () => {
    expect(foldersNamedForAKind(files)).toEqual([]);
  });

  it('has no code outside the folders of the import table, but configuration', () => {
    expect(sources.filter((file) => !tableFolders.test(file) && !/^[^/]+\.config\.ts$/.test(file))).toEqual(
      [],
    );
  });

  it(`has no source file over ${MOST_LINES} lines`, () => {
    const long = sources.filter((file) => linesOf(file) > MOST_LINES);
    expect(long.map((file) => `${file}: ${linesOf(file)} lines`)).toEqual([]);
  });

  it('has exercise, solution and grader of every stem', () => {
    expect(missingTwins(files)).toEqual([]);
  });
});

describe('a broken tree', () => {
  it('names the folder that says a kind, at any depth', () => {
    expect(foldersNamedForAKind(['harness/cli/utils/a.ts', 'harness/cli/main.ts'])).toEqual([
      'harness/cli/utils',
    ]);
  });

  const whole = ['exercises/02-backward.ts', 'solutions/02-backward.ts', 'graders/02-backward.grade.ts'];
  const answers = ['exercises/07-bug.yaml', 'solutions/07-bug.yaml', 'graders/07-bug.grade.ts'];

  it.each([...whole, ...answers])('names %s when it alone is missing', (missing) => {
    expect(missingTwins([...whole, ...answers].filter((file) => file !== missing))).toEqual([missing]);
  });

  it('misses nothing where all twins are there', () => {
    expect(
      missingTwins([
        ...whole,
        ...answers,
        'graders/rubric.yaml',
        'graders/support/inputs.ts',
        'exercises/README.md',
      ]),
    ).toEqual([]);
  });
});

function linesOf(file: string): number {
  return readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length;
}
