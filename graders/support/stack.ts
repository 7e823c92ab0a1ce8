// Where in the student's own file something was thrown.

import { SourceMap, type SourceMapPayload } from 'node:module';
import type { Script } from '../../harness/job.ts';

const FRAME = /handgrad-submission\.js:(\d+)(?::(\d+))?/g;

/** The innermost place in the student's source that a stack names, as `02-backward.ts:12:5`; null where it names none. */
export function placeInSource(stack: string, { map }: Script): string | null {
  const payload = JSON.parse(map) as SourceMapPayload;
  const sources = new SourceMap(payload);
  for (const [, line, column] of stack.matchAll(FRAME)) {
    const entry = sources.findEntry(Number(line) - 1, Number(column ?? 1) - 1);
    if (!('originalSource' in entry)) continue;
    const { originalSource, originalLine, originalColumn } = entry;
    if (!originalSource.includes('submission/')) continue;
    const file = originalSource.slice(originalSource.lastIndexOf('submission/') + 'submission/'.length);
    return `${file}:${originalLine + 1}:${originalColumn + 1}`;
  }
  return null;
}
