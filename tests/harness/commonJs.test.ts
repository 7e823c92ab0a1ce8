import { describe, expect, it } from 'vitest';
import { complaints, run } from './bundling.ts';

const COMMON_JS =
  'CommonJS is not used here: write `import { Matrix } from "ml-matrix"` and `export function ...`.';

describe('CommonJS', () => {
  it.each([
    ['require of a library', "\nconst { Matrix } = require('ml-matrix');", '2:20'],
    ['require of a package', "const fs = require('node:fs');", '1:12'],
    ['require of a file', "const a = require('./a');", '1:11'],
    ['import =', "import fs = require('node:fs');\nexport const a = fs;", '1:1'],
    ['module.exports', 'const f = 1;\nmodule.exports = { f };', '2:1'],
    ['module.exports.name', 'const f = 1;\nmodule.exports.f = f;', '2:1'],
    ['exports.name', 'exports.f = 1;', '1:1'],
    ['module.exports handed on', 'Object.assign(module.exports, { f: 1 });', '1:15'],
    ['export =', 'const f = 1;\nexport = f;', '2:1'],
    ['require in back quotes', 'const a = require(`./a`);', '1:11'],
    ['a look at who started it', 'export const f = 1;\nif (require.main === module) f();', '2:5'],
  ])('is told in one sentence: %s', async (_, code, place) => {
    const files = { '01-forward.ts': code, 'a.ts': 'export const a = 1;' };
    expect(await complaints(files)).toEqual([`01-forward.ts:${place}: ${COMMON_JS}`]);
  });

  it.each([
    ['a function', 'function require(a: string) { return a; }\nexport const a = require("b");'],
    ['a variable', 'const exports: Record<string, number> = {};\nexports.a = 1;\nexport { exports as a };'],
    ['an object', 'const module = { exports: 1 };\nmodule.exports = 2;\nexport const a = module;'],
    ['part of a parameter', 'export const a = ({ module }: any) => module.exports;'],
    ['a parameter with a default', 'export function a(module: any = {}) { return module.exports; }'],
    ['the rest of the parameters', 'export const a = (...module: any) => module.exports;'],
    ['part of a list', 'const [module] = [{ exports: 1 }];\nexport const a = module.exports;'],
    ['what is caught', 'export function a() { try { } catch (module: any) { module.exports = 1; } }'],
    ['an enum', 'enum module { exports = 1 }\nexport const a = module.exports;'],
    [
      'a parameter of a class',
      'export class A { constructor(readonly module: any) { module.exports = 1; } }',
    ],
  ])('is not seen in a name of their own: %s', async (_, code) => {
    expect(await complaints({ '01-forward.ts': code })).toEqual([]);
  });

  it('is not seen in what a declared module exports, which is types alone', async () => {
    const code = "declare module 'foo' { const x: number; export = x; }\nexport const a = 1;";
    expect(await complaints({ '01-forward.ts': code })).toEqual([]);
  });

  it.each([
    ['module', "if (typeof module !== 'undefined' && module.exports) module.exports = { a: 2 };"],
    ['require', "if (typeof require === 'function' && require.main === module) throw new Error('main');"],
    [
      'module for require',
      "if (typeof module !== 'undefined' && require.main === module) throw new Error();",
    ],
    ['require for a package', "const b = typeof require === 'function' ? require('crypto') : 1;"],
  ])('runs where it is asked for first, and is not there: %s', async (_, guarded) => {
    const { exported } = await run({ '01-forward.ts': `export const a = 1;\n${guarded}` });
    expect(exported).toEqual({ a: 1 });
  });

  it.each([
    ['by a test of something else', "if (typeof module === 'undefined') console.log('none');"],
    ['by a look alone', 'console.log(typeof module);'],
    ['by a declaration', 'declare const module: any;'],
    ['by a parameter of a type', 'type F = (module: any) => void;'],
  ])('is not excused %s', async (_, asked) => {
    const files = { '01-forward.ts': `export const a = 1;\n${asked}\nmodule.exports = { a };` };
    expect(await complaints(files)).toEqual([`01-forward.ts:3:1: ${COMMON_JS}`]);
  });
});
