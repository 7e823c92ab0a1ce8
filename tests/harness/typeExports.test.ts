import { describe, expect, it } from 'vitest';
import { complaints } from './bundling.ts';

describe('a name handed on like a value', () => {
  it.each([
    ['an interface', 'export interface Params { a: number }'],
    ['a type', 'type Params = number;\nexport type { Params };'],
    ['one behind a comment', '/** One layer. */ export interface Params { a: number }'],
    ['one of two on a line', 'export type A = 1; export type Params = 2;'],
    ['one of a package', "export type { AbstractMatrix as Params } from 'ml-matrix';"],
    ['one of a package, by its own name alone', "export { type AbstractMatrix as Params } from 'ml-matrix';"],
    ['one that is imported as a type', "import type { Params } from './gone';\nexport { Params };"],
  ])('is taken out where it is a type: %s', async (_, declared) => {
    const code = "export { Params } from './a.ts';\nexport const b = 1;";
    expect(await complaints({ '01-forward.ts': code, 'a.ts': declared })).toEqual([]);
  });

  it.each(['Größe', 'P$', '_'])('is taken out whatever it is called: %s', async (name) => {
    const files = { '01-forward.ts': `export { ${name} } from './a';`, 'a.ts': `export type ${name} = 1;` };
    expect(await complaints(files)).toEqual([]);
  });

  it('is taken out where it is the default', async () => {
    const files = {
      '01-forward.ts': "export { default as Params } from './a';",
      'a.ts': 'export default interface Params { a: number }',
    };
    expect(await complaints(files)).toEqual([]);
  });

  it.each([
    ['by its name', "export { Params } from './b';"],
    ['by another name', "export { P as Params } from './b';"],
    ['with all there is', "export * from './b';"],
    ['by import and export', "import { Params } from './b';\nexport { Params };"],
  ])('is taken out where another file hands it on: %s', async (_, handed) => {
    const files = {
      '01-forward.ts': "export { Params } from './a';\nexport const c = 1;",
      'a.ts': handed,
      'b.ts': 'export interface Params { a: number }\nexport type P = Params;',
    };
    expect(await complaints(files)).toEqual([]);
  });

  it('is told where no file in the chain declares it', async () => {
    const files = {
      '01-forward.ts': "export { Params } from './a';",
      'a.ts': "export { Params } from './b';",
      'b.ts': "export { Params } from './a';",
    };
    expect(await complaints(files)).not.toEqual([]);
  });

  it.each([
    ['a comment', '// interface Params\n/*\ntype Params = 1 */'],
    ['an import that is not handed on', "import type { Params } from './types';\nexport const a = 1;"],
    ['what a namespace holds', "export * as types from './types';"],
  ])('is told where %s alone has a type of that name', async (_, code) => {
    const files = {
      '01-forward.ts': "export { Params } from './a.ts';",
      'a.ts': code,
      'types.ts': 'export type Params = number[];',
    };
    expect(await complaints(files)).toEqual(['01-forward.ts:1:10: "Params" is not exported by "a.ts".']);
  });
});
