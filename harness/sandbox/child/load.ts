// Runs a submission's bundle: one script without imports, its libraries handed in, its exports handed out.

import vm from 'node:vm';
import { BUNDLE_NAME } from '../protocol.ts';
import { libraries } from './libraries.ts';

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
  ) as (given: unknown, receive: (exported: Record<string, unknown>) => void) => Promise<void>;
  await run(libraries, (exported) => {
    loaded.exported = exported;
  });
  return loaded;
}
