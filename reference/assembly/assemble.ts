// Assembles each .wat here into the module that holds it in base64; run it with `npm run kernels` when one of them has changed.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import wabt from 'wabt';

/** Each source, and the module that it becomes, from this folder. */
export const MODULES = {
  'product.wat': '../kernels/productBinary.ts',
  'inked.wat': '../float64/inkedBinary.ts',
} as const;

/** A source as a module of WebAssembly, in base64. Throws with line and column where it is malformed. */
export async function assembled(source: keyof typeof MODULES): Promise<string> {
  const text = readFileSync(path.join(import.meta.dirname, source), 'utf8');
  const module = (await wabt()).parseWat(source, text, { simd: true });
  return Buffer.from(module.toBinary({}).buffer).toString('base64');
}

if (process.argv[1] === import.meta.filename) {
  for (const source of Object.keys(MODULES) as (keyof typeof MODULES)[]) {
    const text = `// assembly/${source}, assembled: not to be edited.\n\nexport const BINARY =\n  '${await assembled(source)}';\n`;
    writeFileSync(path.join(import.meta.dirname, MODULES[source]), text);
  }
}
