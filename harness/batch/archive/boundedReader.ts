// A file as yauzl reads it, within its bounds: a place beyond any file, which a zip may name, must be an error and no crash.

import { close, closeSync, fstatSync, openSync, read } from 'node:fs';
import { Readable } from 'node:stream';
import { callbackify, promisify } from 'node:util';
import { RandomAccessReader } from 'yauzl';

/** What is read from the disk at a time (bytes). */
const PIECE = 64 * 1024;

const readAt = promisify(read);

export class BoundedReader extends RandomAccessReader {
  readonly #descriptor: number;
  #window = Buffer.alloc(0);
  #start = 0;
  /** Bytes. */
  readonly size: number;

  /** Opens a plain file; a ZipFile made of it closes it. */
  constructor(file: string) {
    super();
    this.#descriptor = openSync(file, 'r');
    this.size = fstatSync(this.#descriptor).size;
  }

  override read(...[buffer, offset, length, position, done]: Parameters<RandomAccessReader['read']>): void {
    if (position + length > this.size) {
      setImmediate(done, new Error('it names a place beyond its end'));
      return;
    }
    const fill = callbackify(async () => {
      const at = await this.#windowOn(position, length);
      this.#window.copy(buffer, offset, at, at + length);
    });
    fill((error: Error | null) => done(error));
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(piecesOf(this.#descriptor, start, end), { objectMode: false });
  }

  override close(done: (error: Error | null) => void): void {
    close(this.#descriptor, (error) => done(error ?? null));
  }

  /** Where in the window these bytes begin: the list of files is read in very small steps, one after the other. */
  async #windowOn(position: number, length: number): Promise<number> {
    const at = position - this.#start;
    if (at >= 0 && at + length <= this.#window.length) return at;
    const wanted = Buffer.alloc(Math.min(Math.max(length, PIECE), this.size - position));
    const { bytesRead } = await readAt(this.#descriptor, wanted, 0, wanted.length, position);
    if (bytesRead < wanted.length) throw new Error('it ends before its end');
    [this.#window, this.#start] = [wanted, position];
    return 0;
  }

  /** For where no ZipFile came of it. */
  closeNow(): void {
    closeSync(this.#descriptor);
  }
}

/** A stream of the system's own would close the file with its first entry. */
async function* piecesOf(descriptor: number, start: number, end: number): AsyncGenerator<Buffer> {
  for (let position = start; position < end; position += PIECE) {
    const wanted = Buffer.alloc(Math.min(PIECE, end - position));
    const { bytesRead } = await readAt(descriptor, wanted, 0, wanted.length, position);
    if (bytesRead < wanted.length) return;
    yield wanted;
  }
}
