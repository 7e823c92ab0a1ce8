// What a student's process prints: kept up to a limit, counted beyond it, never parsed.

import type { Readable } from 'node:stream';
import type { Limits } from './limits.ts';

/** Standard output and error of one process, in the order they came. */
export class CappedOutput {
  private readonly limits: Limits;
  private readonly onFlood: () => void;
  private readonly kept: Buffer[] = [];
  private keptBytes = 0;
  private seenBytes = 0;

  constructor(limits: Limits, onFlood: () => void) {
    this.limits = limits;
    this.onFlood = onFlood;
  }

  listen(stream: Readable): void {
    stream.on('data', (chunk: Buffer) => this.take(chunk));
  }

  text(): string {
    const text = Buffer.concat(this.kept).toString('utf8');
    if (this.seenBytes <= this.limits.outputKeptBytes) return text;
    return `${text}\n[cut: ${this.seenBytes} bytes were printed, ${this.limits.outputKeptBytes} are shown]\n`;
  }

  private take(chunk: Buffer): void {
    this.seenBytes += chunk.length;
    const room = this.limits.outputKeptBytes - this.keptBytes;
    if (room > 0) {
      const part = chunk.subarray(0, room);
      this.kept.push(part);
      this.keptBytes += part.length;
    }
    if (this.seenBytes > this.limits.outputStopBytes) this.onFlood();
  }
}
