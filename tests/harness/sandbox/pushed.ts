import type { Frame, FrameReader } from '../../../harness/sandbox/protocol.ts';

/** The frames that `bytes` complete. */
export function pushed(reader: FrameReader, bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  reader.push(bytes, (frame) => frames.push(frame));
  return frames;
}
