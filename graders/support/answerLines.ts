// The lines of a malformed file of answers, each read as if it stood alone: one quote that is never closed swallows all that
// follows, and the rows below it are to be graded all the same.

import { isMap, parseDocument, type Node } from 'yaml';
import { faultIn } from './yamlFaults.ts';

/** One line `id: answer`. */
export interface AnswerLine {
  id: string;
  /** Where its answer starts in the text. */
  offset: number;
  /** Null where nothing stands after the colon, or the line cannot be read even alone. */
  node: Node | null;
  /** What is wrong with the line alone. */
  fault: string | null;
}

/** More lines than any file of answers has. */
const MOST_LINES = 2000;

/** The lines of `text` that answer one of `ids`, up to the reasons. */
export function answerLines(text: string, ids: ReadonlySet<string>): AnswerLine[] {
  const found: AnswerLine[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    if (/^\s*(["']?)reasons\1\s*:/.test(line) || found.length >= MOST_LINES) break;
    const [before = '', id = ''] = /^\s*([a-z0-9-]+):\s*/.exec(line) ?? [];
    if (ids.has(id)) found.push({ id, offset: offset + before.length, ...alone(line.trim()) });
    offset += line.length + 1;
  }
  return found;
}

function alone(line: string): Pick<AnswerLine, 'node' | 'fault'> {
  const { contents, errors } = parseDocument(line, { prettyErrors: false, logLevel: 'silent' });
  const [error] = errors;
  if (error) return { node: null, fault: faultIn(error) };
  const value = isMap(contents) ? contents.items[0]?.value : null;
  return { node: (value as Node | null | undefined) ?? null, fault: null };
}
