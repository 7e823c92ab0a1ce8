// The libraries that a bundle may ask for, by the names it imports.

import { createRequire } from 'node:module';
import path from 'node:path';
import * as mlMatrix from 'ml-matrix';
import { optimiseAfter } from './optimising.ts';

/** Handed to a bundle; what is not there yet is added by `prepareLibraries`. */
export const libraries: Record<string, unknown> = {
  // marked as an ES module, so that its default export stays the default
  'ml-matrix': { __esModule: true, ...mlMatrix },
};

/** Libraries in files of their own beside the child, for the exercises that use them. */
const COMPANIONS: Record<string, string> = {
  '@tensorflow/tfjs': 'child-tfjs.cjs',
  '@jax-js/jax': 'child-jax.cjs',
};

interface Companion {
  library: Record<string, unknown>;
  /** Brings up what the library needs, such as a backend, before any code of the student's runs. */
  prepare?: (folder: string) => Promise<void>;
}

/**
 * How much of a function runs before V8 optimises it where no library is a companion (bytes of its bytecode): a small network has
 * learned in half a second, and a third of that would go into optimising it as early as V8 does by itself.
 */
const RUN_BEFORE_OPTIMISED = 200_000;

/** Loads the libraries that an exercise may import. */
export async function prepareLibraries(names: readonly string[]): Promise<void> {
  if (!names.some((name) => name in COMPANIONS)) optimiseAfter(RUN_BEFORE_OPTIMISED);
  const folder = __dirname;
  for (const name of names) {
    const file = COMPANIONS[name];
    if (file === undefined || name in libraries) continue;
    const { library, prepare } = createRequire(__filename)(path.join(folder, file)) as Companion;
    await prepare?.(folder);
    libraries[name] = { __esModule: true, ...library };
  }
}
