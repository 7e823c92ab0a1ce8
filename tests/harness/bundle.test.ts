import { describe, expect, it } from 'vitest';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readSubmission } from '../../harness/submission.ts';
import { bundled, complaints } from './bundling.ts';
import { folderOf } from './folder.ts';

const MAY = '01-forward.ts may import ml-matrix and files of the submission.';

describe('a syntax error', () => {
  it.each([
    ['where the sense ends', 'export const a = 1;\nexport const b = ;\n', '2:18: Unexpected token.'],
    ['at the end of the file', 'function f() {\n', '2:1: Expected `}` but found `EOF`.'],
    ['of meaning', 'const a = 1;\na = 2;\n', '2:1: Unexpected re-assignment of const variable `a`.'],
    ['in JSX, which is none', 'export const a = <b/>;', '1:20: Expected `>` but found `/`.'],
  ])('is told %s', async (_, code, told) => {
    expect(await complaints({ '01-forward.ts': code })).toEqual([`01-forward.ts:${told}`]);
  });

  it('in another file is told there', async () => {
    const files = { '01-forward.ts': "import './lib/a.ts';", 'lib/a.ts': '\n  let;\n' };
    expect(await complaints(files)).toEqual(["lib/a.ts:2:3: The keyword 'let' is reserved."]);
  });

  it('in JSON is told there', async () => {
    const files = { '01-forward.ts': "import a from './a.json';\nexport { a };", 'a.json': '{\n  "lr": }' };
    expect(await complaints(files)).toEqual(['a.json:2:9: expected value at line 2 column 9.']);
  });
});

describe('the import of a package that the exercise may not use', () => {
  it('is told ten times at most, whatever there are', async () => {
    const many = 'import "fs";\n'.repeat(20_000);
    const told = await complaints({ '01-forward.ts': `${many}import './b.ts';`, 'b.ts': many });
    expect(told).toHaveLength(10);
    expect(told.at(-1)).toMatch(/^01-forward\.ts:10:1: The import of "fs" is not allowed/);
  });

  it.each([
    ['used', "import fs from 'node:fs';\nexport const a = fs;", 'node:fs', '1:1'],
    ['unused', "\n  import fs from 'node:fs';\nexport const a = 1;", 'node:fs', '2:3'],
    ['named and unused', "import { x, type y } from 'z';\nexport const a = 1;", 'z', '1:1'],
    ['for its effect', "export const a = 1; import 'left-pad';", 'left-pad', '1:21'],
    ['passed on', "export { readFileSync } from 'fs';", 'fs', '1:1'],
    ['passed on as a whole', "export * from 'lodash';", 'lodash', '1:1'],
    ['made later', "export const a = () => import('node:fs');", 'node:fs', '1:24'],
    ['made later in back quotes', 'export const a = () => import(`node:fs`);', 'node:fs', '1:24'],
    [
      'of a part of a package',
      "import a from 'ml-matrix/src/matrix.js';\nexport { a };",
      'ml-matrix/src/matrix.js',
      '1:1',
    ],
    ['by an absolute path', "import a from '/etc/passwd';\nexport { a };", '/etc/passwd', '1:1'],
    ['by a URL', "import a from 'file:///etc/passwd';\nexport { a };", 'file:///etc/passwd', '1:1'],
    ['as data', "import a from 'data:text/javascript,0';\nexport { a };", 'data:text/javascript,0', '1:1'],
    ['by a name of the bundler', "import a from '\\0entry';\nexport { a };", '\\u0000entry', '1:1'],
    ['behind a smile', "const a = '😀'; import b from 'b'; export { a, b };", 'b', '1:17'],
  ])('is refused, %s', async (_, code, module, place) => {
    const shown = JSON.parse(`"${module}"`) as string;
    expect(await complaints({ '01-forward.ts': code })).toEqual([
      `01-forward.ts:${place}: The import of "${shown}" is not allowed: ${MAY}`,
    ]);
  });

  it('is refused in another file, which is named', async () => {
    const files = { '01-forward.ts': "import './lib/a';", 'lib/a.ts': "export { x } from 'fs';" };
    expect(await complaints(files)).toEqual([`lib/a.ts:1:1: The import of "fs" is not allowed: ${MAY}`]);
  });

  it('is refused at every place, in the order of the file', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `m${index}`);
    const code = names.map((name) => `import ${name} from '${name}';`).join('\n');
    const told = names.map(
      (name, i) => `01-forward.ts:${i + 1}:1: The import of "${name}" is not allowed: ${MAY}`,
    );
    for (let run = 0; run < 5; run++) {
      expect(await complaints({ '01-forward.ts': `${code}\nexport const a = [${names.join()}];` })).toEqual(
        told,
      );
    }
  });

  it('is cut to a readable length', async () => {
    const code = `import a from '${'x'.repeat(100)}';\nexport { a };`;
    const shown = `${'x'.repeat(80)}...`;
    expect(await complaints({ '01-forward.ts': code })).toEqual([
      `01-forward.ts:1:1: The import of "${shown}" is not allowed: ${MAY}`,
    ]);
  });

  it('says so where no package may be imported', async () => {
    const { diagnostics } = await bundled({ '02.ts': "import a from 'b';\nexport { a };" }, '02.ts', []);
    expect(diagnostics.at(-1)).toBe(
      '02.ts:1:1: The import of "b" is not allowed: 02.ts may import no package and files of the submission.',
    );
  });
});

describe('an import whose files are not named', () => {
  it.each([
    ['in a variable', 'const a = "b";\nexport const c = import(a);', '2:18'],
    ['in a template', 'const a = "b";\nexport const c = () => import(`./${a}.ts`);', '2:24'],
  ])('is refused, %s', async (_, code, place) => {
    expect(await complaints({ '01-forward.ts': code })).toEqual([
      `01-forward.ts:${place}: import() needs the name of a module in quotes: write \`import("ml-matrix")\`, or import it at the top.`,
    ]);
  });

  it('is refused as a pattern', async () => {
    const code = "\nexport const a = import.meta.glob('../**/*.ts', { eager: true });";
    const told = await complaints({ '01-forward.ts': code });
    expect(told).toEqual([expect.stringMatching(/^01-forward\.ts:2:18: .*import\.meta\.glob/)]);
  });
});

describe('the import of a file', () => {
  const absent = (file: string, from = '01-forward.ts') =>
    `There is no file "${file}" beside ${from}, inside the submission: ${MAY}`;

  it.each([
    ['that is not there', './nope.ts'],
    ['outside the submission', '../solutions/01-forward.ts'],
    ['outside by a detour', './lib/../../solutions/01-forward.ts'],
    ['with a query', './a.ts?raw'],
    ['by a pattern', './*.ts'],
  ])('%s is refused', async (_, file) => {
    const files = {
      '01-forward.ts': `import { a } from '${file}';\nexport { a };`,
      'a.ts': 'export const a = 1;',
    };
    expect(await complaints(files)).toEqual([`01-forward.ts:1:1: ${absent(file)}`]);
  });

  it('from another file counts from there', async () => {
    const files = {
      '01-forward.ts': "import './lib/a';",
      'lib/a.ts': "import a from './01-forward'; export { a };",
    };
    expect(await complaints(files)).toEqual([`lib/a.ts:1:1: ${absent('./01-forward', 'lib/a.ts')}`]);
  });

  it('that is a symbolic link says that links are not followed', async () => {
    const folder = await folderOf({ '01-forward.ts': "import { a } from './data';\nexport { a };" });
    await symlink('/etc/passwd', join(folder, 'data.ts'));
    const { diagnostics } = await bundled(readSubmission(folder));
    expect(diagnostics).toEqual([
      '01-forward.ts:1:1: data.ts is a symbolic link, which is not followed: hand in the file itself.',
    ]);
  });

  it.each([
    ['data.ts', './a'],
    ['data.ts', './lib/data'],
    ['dat', './data'],
  ])('that is not there says so, whatever links lie about: %s is not %s', async (link, specifier) => {
    const folder = await folderOf({ '01-forward.ts': `import { a } from '${specifier}';\nexport { a };` });
    await symlink('/etc/passwd', join(folder, link));
    const { diagnostics } = await bundled(readSubmission(folder));
    expect(diagnostics).toEqual([`01-forward.ts:1:1: ${absent(specifier)}`]);
  });

  it('in a folder that is a symbolic link says that links are not followed', async () => {
    const folder = await folderOf({ '01-forward.ts': "import { a } from './lib/a';\nexport { a };" });
    await symlink('/etc', join(folder, 'lib'), 'junction');
    const { diagnostics } = await bundled(readSubmission(folder));
    expect(diagnostics).toEqual([
      '01-forward.ts:1:1: lib is a symbolic link, which is not followed: hand in the file itself.',
    ]);
  });

  it('that lacks the name is refused at the name', async () => {
    const files = {
      '01-forward.ts': "\nimport { nope } from './a';\nexport { nope };",
      'a.ts': 'export const a = 1;',
    };
    expect(await complaints(files)).toEqual(['01-forward.ts:2:10: "nope" is not exported by "a.ts".']);
  });

  it('of a package is taken out where it is handed on as a type alone', async () => {
    const code = "import { Component } from 'react';\nexport type { Component };\nexport const b = 1;";
    expect(await complaints({ '01-forward.ts': code })).toEqual([]);
  });
});
