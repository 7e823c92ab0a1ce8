// Assembles product.wat into kernels/productBinary.ts; run it with `npm run kernels` when product.wat has changed.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import wabt from 'wabt';

const SOURCE = 'product.wat';

/** product.wat as a module of WebAssembly, in base64. Throws with line and column where it is malformed. */
export async function assembled(): Promise<string> {
  const module = (await wabt()).parseWat(
    SOURCE,
    readFileSync(path.join(import.meta.dirname, SOURCE), 'utf8'),
    {
      simd: true,
    },
  );
  return Buffer.from(module.toBinary({}).buffer).toString('base64');
}

if (process.argv[1] === import.meta.filename) {
  const text = `// assembly/product.wat, assembled: not to be edited.\n\nexport const BINARY =\n  '${await assembled()}';\n`;
  writeFileSync(path.join(import.meta.dirname, '../kernels/productBinary.ts'), text);
}
