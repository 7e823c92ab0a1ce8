// What a batch has done, line by line, flushed as it is done: the truth that an interrupted batch goes on from.

import { closeSync, existsSync, fdatasyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Digest } from '../gradebook.ts';

/** Its name in the folder of a batch. */
export const JOURNAL = 'journal.jsonl';

/** A line behind which a batch began anew: what stands before it is forgotten, also when that batch is cut off and gone on with. */
const FORGET = JSON.stringify({ forget: 'all before' });

/** One submission that was graded. */
export interface Line {
  id: string;
  /** A hash of all that the verdict rests on. */
  key: string;
  digest: Digest;
}

export class Journal {
  private readonly known: Map<string, Line>;
  private readonly descriptor: number;

  private constructor(descriptor: number, known: Map<string, Line>) {
    this.descriptor = descriptor;
    this.known = known;
  }

  /** Goes on with the journal in `file`, which need not exist; `isFresh` forgets what it says. */
  static open(file: string, { isFresh = false } = {}): Journal {
    mkdirSync(path.dirname(file), { recursive: true });
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const descriptor = openSync(file, 'a');
    if (text !== '' && !text.endsWith('\n')) writeSync(descriptor, '\n'); // a line that was cut off ends here
    if (isFresh && text !== '') {
      writeSync(descriptor, `${FORGET}\n`);
      fdatasyncSync(descriptor);
    }
    const lines = isFresh ? [] : linesOf(text);
    return new Journal(descriptor, new Map(lines.map((line) => [line.id, line])));
  }

  /** What was found of a submission; null where nothing was, or something has changed since. */
  recall(id: string, key: string): Digest | null {
    const line = this.known.get(id);
    return line?.key === key ? line.digest : null;
  }

  /** Writes a line, which is on the disk when this returns. */
  add(line: Line): void {
    this.known.set(line.id, line);
    writeSync(this.descriptor, `${JSON.stringify(line)}\n`);
    fdatasyncSync(this.descriptor);
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** The lines of a journal that are whole; a later one on the same submission stands for those before it. */
export function readJournal(file: string): Line[] {
  return existsSync(file) ? linesOf(readFileSync(file, 'utf8')) : [];
}

function linesOf(text: string): Line[] {
  const lines = text.split('\n');
  return lines.slice(lines.lastIndexOf(FORGET) + 1).flatMap(read);
}

/** Nothing of a line that was cut off, or is none of ours. */
function read(line: string): Line[] {
  try {
    const parsed = JSON.parse(line) as Partial<Line> | null;
    return parsed?.id !== undefined && parsed.key !== undefined && parsed.digest ? [parsed as Line] : [];
  } catch {
    return [];
  }
}
