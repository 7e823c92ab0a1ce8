// Runs a submission's bundle: one script without imports, its libraries handed in, its exports handed out.

import vm from 'node:vm';
import * as mlMatrix from 'ml-matrix';
import { BUNDLE_NAME } from '../protocol.ts';

/** The libraries a bundle may ask for, by the names it imports. */
const LIBRARIES: Record<string, unknown> = {
  // marked as an ES module, so that its default export stays the default
  'ml-matrix': { __esModule: true, ...mlMatrix },
};

/** The exports of a bundle, once it has run; rejects with what it throws. The bundle may use top-level await. */
export async function loadSubmission(code: string): Promise<Record<string, unknown>> {
  const holder: { exported: Record<string, unknown> } = { exported: {} };
  const run = vm.compileFunction(`"use strict"; return (async () => {\n${code}\n})()`, ['__libraries', '__exported'], {
    filename: BUNDLE_NAME,
    lineOffset: -1,
  }) as (libraries: unknown, receive: (exported: Record<string, unknown>) => void) => Promise<void>;
  await run(LIBRARIES, (exported) => {
    holder.exported = exported;
  });
  return holder.exported;
}
