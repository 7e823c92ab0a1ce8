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

/** The lines of `text` that answer one of `ids`, but for the reasons. */
export function answerLines(text: string, ids: ReadonlySet<string>): AnswerLine[] {
  const found: AnswerLine[] = [];
  let [offset, isReasons] = [0, false];
  for (const line of text.split('\n')) {
    const [, , section] = /^\s*(["']?)(answers|reasons)\1\s*:/i.exec(line) ?? [];
    if (section !== undefined) isReasons = section.toLowerCase() === 'reasons';
    const [before = '', , id = ''] = /^[\s-]*(["']?)([a-z0-9-]+)\1\s*:\s*/.exec(line) ?? [];
    if (!isReasons && ids.has(id)) {
      const answer = line.slice(before.length).trim();
      found.push({ id, offset: offset + before.length, ...alone(`${id}: ${answer}`) });
    }
    if (found.length >= MOST_LINES) break;
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
