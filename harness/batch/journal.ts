// What a batch has done, line by line, flushed as it is done: the truth that an interrupted batch goes on from.

import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Digest } from '../gradebook.ts';
import { linesOf } from './lines.ts';

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
    const lines = isFresh ? [] : readJournal(file);
    const descriptor = openSync(file, 'a+');
    const { size } = fstatSync(descriptor);
    if (size > 0 && !isEnded(descriptor, size)) writeSync(descriptor, '\n'); // a line that was cut off ends here
    if (isFresh && size > 0) {
      writeSync(descriptor, `${FORGET}\n`);
      fdatasyncSync(descriptor);
    }
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

/** What a journal says of each submission: the last of its lines that are whole. */
export function readJournal(file: string): Line[] {
  const known = new Map<string, Line>();
  for (const text of existsSync(file) ? linesOf(file) : []) {
    if (text === FORGET) known.clear();
    const line = read(text);
    if (line) known.set(line.id, line);
  }
  return [...known.values()];
}

/** Null for a line that was cut off, or is none of ours. */
function read(text: string): Line | null {
  try {
    const parsed = JSON.parse(text) as Partial<Line> | null;
    return parsed?.id !== undefined && parsed.key !== undefined && parsed.digest ? (parsed as Line) : null;
  } catch {
    return null;
  }
}

function isEnded(descriptor: number, size: number): boolean {
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last.toString() === '\n';
}
