import { describe, expect, it } from 'vitest';
import { complaints } from './bundling.ts';

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
    ['require', 'function require(a: string) { return a; }\nexport const a = require("b");'],
    ['exports', 'const exports: Record<string, number> = {};\nexports.a = 1;\nexport { exports as a };'],
    ['module', 'const module = { exports: 1 };\nmodule.exports = 2;\nexport const a = module;'],
  ])('is not seen in a name of their own: %s', async (_, code) => {
    expect(await complaints({ '01-forward.ts': code })).toEqual([]);
  });

  it.each([
    ['module', "if (typeof module !== 'undefined' && module.exports) module.exports = { a };"],
    ['require', "if (typeof require === 'function' && require.main === module) console.log(a);"],
  ])('is let be where it runs only if there is a %s', async (_, guarded) => {
    expect(await complaints({ '01-forward.ts': `export const a = 1;\n${guarded}` })).toEqual([]);
  });
});
