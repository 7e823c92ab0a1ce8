// The table "Who may import whom" holds because the linter says so; this proves that the linter does.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importTable, targets } from './importTable.ts';
import { lint, root, specifier } from './plant.ts';
import { filesOf } from './tree.ts';

const restricted = 'eslint(no-restricted-imports)';

/** Every form of import that reaches a module by a literal path; `name` is a new one on every line of a file. */
const forms: ((path: string, name: string) => string)[] = [
  (path, name) => `import { a as ${name} } from '${path}';`,
  (path) => `import '${path}';`,
  (path, name) => `import type { T as ${name} } from '${path}';`,
  (path) => `export * from '${path}';`,
  (path) => `await import('${path}');`,
];

/** A path that lint cannot follow: in back quotes, or down into a folder and up again. */
const hiddenPath = /\bimport\s*\(\s*`|\b(?:import|from)\s*\(?\s*['"][^'"]*[^'"./]\/\.\.\//;

const planted = importTable.flatMap(({ from, allowed }) =>
  targets
    .filter((target) => target !== from && !from.startsWith(`${target}/`))
    .flatMap((target) => forms.map((form) => ({ from, target, form, allowed: allowed.includes(target) }))),
);

const lines = planted.map(({ from, target, form }, index) => ({
  file: from,
  code: form(specifier(from, target), `name${index}`),
}));

/** The linter's word on all of it, in one run. */
const reported = lint(lines).map((rules) => rules.includes(restricted));

describe.each(importTable)('$from', ({ from }) => {
  it('is reported for every import that its row forbids, in any form', () => {
    const missed = lines.filter((_, i) => planted[i]?.from === from && !planted[i].allowed && !reported[i]);
    expect(missed.map(({ code }) => code)).toEqual([]);
  });

  it('is free to import what its row allows, in any form', () => {
    const wrong = lines.filter((_, i) => planted[i]?.from === from && planted[i].allowed && reported[i]);
    expect(wrong.map(({ code }) => code)).toEqual([]);
  });
});

describe('an import that the table cannot see', () => {
  it('is reported where a type comes through import()', () => {
    const line = { file: 'reports/planted.ts', code: "export type T = import('../reference/mlp.ts').T;" };
    expect(lint([line])).toEqual([['typescript(consistent-type-imports)']]);
  });

  it('is reported where a module comes through require()', () => {
    const line = {
      file: 'reports/planted.ts',
      code: "export const a: unknown = require('../reference/mlp.ts');",
    };
    expect(lint([line])[0]).toContain('typescript(no-require-imports)');
  });

  it.each(['import(`../reference/mlp.ts`)', "from './plots/../../reference/mlp.ts'"])(
    'is known by sight: %s',
    (code) => {
      expect(code).toMatch(hiddenPath);
    },
  );

  it('stands nowhere in the project', () => {
    const sources = filesOf(root).filter((file) => /\.(ts|mjs)$/.test(file) && !file.startsWith('tests/'));
    expect(sources.filter((file) => hiddenPath.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });
});

describe('a cycle', () => {
  it('is reported in both files that import each other', () => {
    const cycle = [
      { file: 'reference/a.ts', code: "export { a } from './b.ts';" },
      { file: 'reference/b.ts', code: "export { a } from './a.ts';" },
    ];
    expect(lint(cycle)).toEqual([['import(no-cycle)'], ['import(no-cycle)']]);
  });
});
