import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { addFile, folderOf } from './folder.ts';
import { bundled, complaints, run } from './bundling.ts';
import { readSubmission } from '../../harness/submission.ts';

describe('an import', () => {
  it('of types alone is erased, whatever it names', async () => {
    const code = `import type { FC } from 'react';
      import { type Debug } from 'lodash';
      import { Tensor } from '@tensorflow/tfjs';
      import type Fs = require('node:fs');
      import type { Gone } from './gone.ts';
      import type { Unused } from 'unused';
      export type { Zod } from 'zod';
      import fs from 'node:fs';
      import * as streams from 'node:stream';
      interface Sized extends fs.Stats { bytes: number }
      abstract class Quiet implements streams.promises.Sink {}
      export const kept = (a: FC | Debug | Tensor | Fs | Gone | import('vite').Plugin) => a;`;
    const { bundle, diagnostics } = await bundled({ '01-forward.ts': code });
    expect(diagnostics).toEqual([]);
    expect(bundle?.code).not.toMatch(/react|lodash|tensorflow|node:fs|gone|unused|zod|vite|stream/);
  });

  it.each([
    ['by its own name', './lib/x.ts', 'lib/x.ts'],
    ['without an ending', './lib/x', 'lib/x.ts'],
    ['as the .js that it will be', './lib/x.js', 'lib/x.ts'],
    ['as the .mjs that it will be', './lib/x.mjs', 'lib/x.mts'],
    ['through its folder', './lib', 'lib/index.ts'],
    ['down and up again', './lib/../lib/x', 'lib/x.ts'],
    ['that is JavaScript', './lib/x.js', 'lib/x.js'],
    ['through its folder, with a slash', './lib/', 'lib/index.ts'],
    ['through the folder it is in', '.', 'index.ts'],
    ['through the folder it is in, with a slash', './', 'index.ts'],
  ])('finds a file %s', async (_, specifier, file) => {
    const code = `import { x } from '${specifier}';\nexport { x };`;
    const { exported } = await run({ '01-forward.ts': code, [file]: 'export const x = 7;' });
    expect(exported).toEqual({ x: 7 });
  });

  it('finds the folder above', async () => {
    const files = {
      '01-forward.ts': "export { x } from './lib/a';",
      'lib/a.ts': "export { x } from '..';",
      'index.ts': 'export const x = 7;',
    };
    expect((await run(files)).exported).toEqual({ x: 7 });
  });

  it('finds JSON, as a whole and by name, with or without its type said', async () => {
    const code = `import all, { lr } from './settings.json';
      import typed from './settings.json' with { type: 'json' };
      export const got = [all.lr, lr, typed.layers];`;
    const files = { '01-forward.ts': code, 'settings.json': '{ "lr": 0.5, "layers": [16, 3] }' };
    expect((await run(files)).exported).toEqual({ got: [0.5, 0.5, [16, 3]] });
  });

  it('made later finds a file', async () => {
    const code = "export const get = async () => (await import('./x')).x;";
    const { exported } = await run({ '01-forward.ts': code, 'x.ts': 'export const x = 7;' });
    expect(await (exported.get as () => Promise<number>)()).toBe(7);
  });

  it('may go round in a circle', async () => {
    const { exported } = await run({
      '01-forward.ts':
        "import { twice } from './x';\nexport const base = 3;\nexport const get = () => twice();",
      'x.ts': "import { base } from './01-forward';\nexport const twice = () => 2 * base;",
    });
    expect((exported.get as () => number)()).toBe(6);
  });

  it('of a library gives the very copy that the sandbox has, named and as default', async () => {
    const code = "import whole, { Matrix } from 'ml-matrix';\nexport { whole, Matrix };";
    const { exported } = await run({ '01-forward.ts': code });
    expect(exported.Matrix).toBe(Matrix);
    expect(exported.whole).toBe(Matrix);
  });

  it('brings the files that were used into the bundle, and no other', async () => {
    const files = { '01-forward.ts': "import './x';", 'x.ts': 'export {};', 'y.ts': 'export {};' };
    const { bundle } = await bundled(files);
    expect(bundle?.sources.toSorted()).toEqual(['01-forward.ts', 'x.ts']);
  });
});

describe('TypeScript', () => {
  it.each([
    ['enums', 'enum E { A, B = 5 }\nexport const x = [E.A, E.B, E[5]];', [0, 5, 'B']],
    ['constant enums', 'const enum E { A = 3 }\nexport const x = E.A;', 3],
    [
      'parameter properties',
      'class P { constructor(readonly a: number) {} }\nexport const x = new P(4).a;',
      4,
    ],
    ['namespaces', 'namespace N { export const a = 6; }\nexport const x = N.a;', 6],
    ['assertions', 'const a: unknown = 1;\nexport const x = (a as number)! satisfies number;', 1],
    ['overloads', 'function f(a: 1): 1;\nfunction f(a: number) { return a; }\nexport const x = f(1);', 1],
    ['top-level await', 'export const x = await Promise.resolve(8);', 8],
    ['a first line for the shell', '#!/usr/bin/env node\nexport const x = 2;', 2],
    ['a byte order mark', '\uFEFFexport const x = 2;', 2],
    ['Windows line endings', 'export const a = 1;\r\n// b\r\nexport const x = a;\r\n', 1],
    ['import.meta', 'export const x = [typeof import.meta.url, import.meta.vitest];', ['string', undefined]],
  ])('may use %s', async (_, code, x) => {
    expect((await run({ '01-forward.ts': code })).exported).toMatchObject({ x });
  });

  it('is not checked for types', async () => {
    const code =
      "const a: number = 'b';\nexport const x: boolean = a + undefinedName?.c;\nvar undefinedName: any;";
    expect(await complaints({ '01-forward.ts': code })).toEqual([]);
  });

  it('keeps code that nothing uses, for its effects', async () => {
    const { exported } = await run({
      '01-forward.ts': 'export const x: number[] = [];\nconst unused = x.push(1);',
    });
    expect(exported.x).toEqual([1]);
  });
});

describe('what is exported', () => {
  it('keeps its names, one called then and the default among them', async () => {
    const code = 'export function then() {}\nexport default 1;\nconst a = 2;\nexport { a as b };';
    expect(Object.keys((await run({ '01-forward.ts': code })).exported)).toEqual(['b', 'default', 'then']);
  });

  it('is nothing where nothing is', async () => {
    expect((await run({ '01-forward.ts': 'const a = 1;' })).exported).toEqual({});
  });
});

describe('what lies beside the code', () => {
  it('is not read because a comment names it as a source map', async () => {
    const inside = JSON.stringify({
      version: 3,
      sources: ['x'],
      sourcesContent: ['SECRET'],
      names: [],
      mappings: '',
    });
    const data = `data:application/json;base64,${Buffer.from(inside).toString('base64')}`;
    const folder = await folderOf({
      '01-forward.ts': `export const a = 1;\n//# sourceMappingURL=../secret.map\n`,
    });
    await addFile(folder, '../secret.map', inside);
    await addFile(folder, 'x.ts', `export const b = 1;\n//# sourceMappingURL=${data}\n`);
    await addFile(folder, '02-backward.ts', "import './x';\nimport './01-forward';");
    const { bundle } = await bundled(readSubmission(folder), '02-backward.ts');
    expect(bundle?.map).not.toContain('SECRET');
    expect(bundle?.sources.toSorted()).toEqual(['01-forward.ts', '02-backward.ts', 'x.ts']);
  });

  it('has no effect as a tsconfig.json or package.json', async () => {
    const files = {
      '01-forward.ts': `import type { A } from 'a';
        class B { c?: number }
        export const x = Object.keys(new B());
        export const y = (a: A) => a;`,
    };
    const options = {
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
      paths: { a: ['./01-forward.ts'] },
    };
    const beside = {
      'tsconfig.json': JSON.stringify({ compilerOptions: options }),
      'package.json': JSON.stringify({ type: 'commonjs', imports: { '#a': './01-forward.ts' } }),
    };
    expect((await bundled({ ...files, ...beside })).bundle).toEqual((await bundled(files)).bundle);
    expect((await run({ ...files, ...beside })).exported.x).toEqual(['c']);
    expect(await complaints({ ...beside, '01-forward.ts': "import a from '#a';\nexport { a };" })).toEqual([
      '01-forward.ts:1:1: The import of "#a" is not allowed: 01-forward.ts may import ml-matrix and files of the submission.',
    ]);
  });
});

describe('the map of a bundle', () => {
  it('names the files by their paths in the submission, and no folder of this machine', async () => {
    const folder = await folderOf({
      '01-forward.ts': "export * from './lib/x';",
      'lib/x.ts': 'export const x = 1;',
    });
    const { bundle } = await bundled(readSubmission(folder));
    const { sources } = JSON.parse(bundle?.map ?? '{}') as { sources: string[] };
    expect(sources.map((source) => source.replace(/^.*submission\//, ''))).toContain('lib/x.ts');
    expect(`${bundle?.code}${bundle?.map}`).not.toContain(folder);
  });
});
