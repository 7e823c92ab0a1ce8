// Runs a submission's bundle: one script without imports, its libraries handed in, its exports handed out.

import vm from 'node:vm';
import * as mlMatrix from 'ml-matrix';
import { BUNDLE_NAME } from '../protocol.ts';

/** The libraries a bundle may ask for, by the names it imports. */
const LIBRARIES: Record<string, unknown> = {
  // marked as an ES module, so that its default export stays the default
  'ml-matrix': { __esModule: true, ...mlMatrix },
};

/** What a bundle exports; in an object of its own, since an export may be called `then`. */
export interface Loaded {
  exported: Record<string, unknown>;
}

/** Runs a bundle, which may use top-level await; rejects with what it throws. */
export async function loadSubmission(code: string): Promise<Loaded> {
  const loaded: Loaded = { exported: {} };
  const run = vm.compileFunction(
    `"use strict"; return (async () => {\n${code}\n})()`,
    ['__libraries', '__exported'],
    {
      filename: BUNDLE_NAME,
      lineOffset: -1,
    },
  ) as (libraries: unknown, receive: (exported: Record<string, unknown>) => void) => Promise<void>;
  await run(LIBRARIES, (exported) => {
    loaded.exported = exported;
  });
  return loaded;
}
