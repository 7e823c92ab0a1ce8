import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, FrameReader, MalformedFrame, REPLY_LIMITS } from '../../../harness/sandbox/protocol.ts';
import { readReply } from '../../../harness/sandbox/values.ts';
import { fateOf, hostileStreams, type Fate } from './hostileFrames.ts';
import { pushed } from './pushed.ts';

/** Streams that the default run tries; `npm run prove:frames` tries a million. */
const STREAMS = 14_000;
/** Of these, at least so many are malformed; some are honest by chance. */
const MALFORMED = 10_000;

describe('hostile streams', () => {
  it(`of which ${MALFORMED} are malformed are read or refused as malformed, whole or in pieces, and little of them is held`, () => {
    const fates: Record<Fate, number> = { read: 0, malformed: 0, unfinished: 0 };
    fc.assert(
      fc.property(hostileStreams, (each) => void fates[fateOf(each)]++),
      { numRuns: STREAMS },
    );
    expect(fates.malformed).toBeGreaterThanOrEqual(MALFORMED);
    expect(fates.read).toBeGreaterThan(0);
    expect(fates.unfinished).toBeGreaterThan(0);
  });

  it('in single bytes are held in one piece, which is no larger than twice what came', () => {
    const reader = new FrameReader(REPLY_LIMITS);
    const promise = Buffer.from(Uint32Array.of(REPLY_LIMITS.frame).buffer);
    pushed(reader, promise);
    for (let count = promise.length; count < 100_000; count++) {
      pushed(reader, Buffer.alloc(1));
      expect(reader.capacity).toBeLessThanOrEqual(2 * (count + 1));
    }
  });

  it('of a frame as large as may be take no more than that frame, and give it back once it is read', () => {
    const limits = { frame: 1_000_000, header: 1000 };
    const reader = new FrameReader(limits);
    const header = { id: 1, ok: true as const, kinds: [] };
    const rest = Math.floor((limits.frame - 4 - JSON.stringify(header).length) / 8);
    const bytes = encodeFrame(header, [new Float64Array(rest)]);
    let frames = 0;
    for (let start = 0; start < bytes.length; start += 1000) {
      frames += pushed(reader, bytes.subarray(start, start + 1000)).length;
      expect(reader.capacity).toBeLessThanOrEqual(limits.frame + 4 + 1000);
    }
    expect([frames, reader.capacity]).toEqual([1, 0]);
  });

  it('nested as deeply as a header can be are refused as malformed', () => {
    const depth = 500_000;
    const text = `{"id":1,"ok":true,"value":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const [frame] = pushed(new FrameReader(REPLY_LIMITS), frameOf(text, 0));
    expect(() => frame && readReply(frame, 1)).toThrow(MalformedFrame);
  });

  it('of more rows than any array of rows has are refused before there is an array for each', () => {
    const [frame] = pushed(
      new FrameReader(REPLY_LIMITS),
      frameOf('{"id":1,"ok":true,"value":["ragged",10001],"after":[]}', 10_001),
    );
    expect(() => frame && readReply(frame, 1)).toThrow(
      new MalformedFrame('more rows than any array of rows has'),
    );
  });
});

/** A frame of this header and so many zeros. */
function frameOf(header: string, zeros: number): Buffer {
  const lengths = Uint32Array.of(4 + header.length + 8 * zeros, header.length);
  return Buffer.concat([Buffer.from(lengths.buffer), Buffer.from(header), Buffer.alloc(8 * zeros)]);
}
