// What was made once, and is not made again.

import { createHash } from 'node:crypto';

/** Results by a hash of what they were made of. Of more than `most` the one that was asked for longest ago is forgotten. */
export class Remembered<T> {
  private readonly made = new Map<string, T>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** What was made of `given` before, or what `make` makes now. */
  of(given: readonly unknown[], make: () => T): T {
    const hash = createHash('sha256').update(JSON.stringify(given)).digest('hex');
    const result = this.made.get(hash) ?? make();
    this.put(hash, result);
    return result;
  }

  put(hash: string, result: T): void {
    this.made.delete(hash); // the latest stands last
    this.made.set(hash, result);
    const [oldest] = this.made.keys();
    if (this.made.size > this.most && oldest !== undefined) this.made.delete(oldest);
  }

  /** Each with its hash, the one that was asked for longest ago first. */
  entries(): [hash: string, result: T][] {
    return [...this.made];
  }
}
