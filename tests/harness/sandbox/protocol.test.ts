import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encodeFrame,
  FrameReader,
  MalformedFrame,
  REPLY_LIMITS,
  REQUEST_LIMITS,
  type Frame,
  type Reply,
} from '../../../harness/sandbox/protocol.ts';
import { pushed } from './pushed.ts';

/** Runs of a property: frames are small, and thousands take a second. */
const PROPERTY_RUNS = 500;
/** The limit of a reader under attack (bytes). */
const SMALL_LIMIT = 200;
const PREFIX = 8; // bytes: the two lengths
/** A reader under attack: its frames are short, and headers have the run of them. */
const SMALL = { frame: SMALL_LIMIT, header: SMALL_LIMIT };

const anyNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, -0, 0, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, 2 ** 53 + 2),
);
const chunks = fc.array(fc.array(anyNumber, { maxLength: 8 }), { maxLength: 4 });
/** Headers are whatever JSON can say: the reader knows nothing of what stands in them. */
const header = fc.json({ depthSize: 'small' }).map((text) => JSON.parse(text) as Reply);
const frame = fc.record({ header, chunks });
/** Lengths of the pieces in which a stream arrives; the last one is repeated. */
const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });

describe('frames', () => {
  it('come back as they were sent, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 4 }), pieces, (sent, cuts) => {
        const stream = Buffer.concat(sent.map((each) => encodeFrame(each.header, each.chunks)));
        const came = readAll(new FrameReader(REPLY_LIMITS), stream, cuts);
        expect(came.map((each) => each.header)).toEqual(sent.map((each) => each.header));
        came.forEach(({ numbers }, index) => {
          const wanted = sent[index]?.chunks.flat() ?? [];
          expect(numbers).toHaveLength(wanted.length);
          // NaN is NaN, and -0 is not 0.
          expect(wanted.every((number, at) => Object.is(number, numbers[at]))).toBe(true);
        });
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('carry typed arrays as the numbers in them', () => {
    const given = [Float64Array.of(1.5, -0), Int32Array.of(-7), [Number.NaN]];
    const [came] = pushed(new FrameReader(REPLY_LIMITS), encodeFrame(reply(1), given));
    expect(came?.numbers).toEqual(Float64Array.of(1.5, -0, -7, Number.NaN));
  });

  it('carry text of any alphabet', () => {
    const sent = { ...reply(1), kinds: ['ẑ₁ = 层 \u0000 😀'] };
    expect(pushed(new FrameReader(REPLY_LIMITS), encodeFrame(sent, []))).toEqual([
      { header: sent, numbers: new Float64Array(0) },
    ]);
  });

  it('are given as soon as they are whole, and not before', () => {
    const reader = new FrameReader(REPLY_LIMITS);
    const bytes = encodeFrame(reply(1), [[1, 2]]);
    const counts = Array.from(bytes, (_, index) => pushed(reader, bytes.subarray(index, index + 1)).length);
    expect(counts).toEqual([...new Array<number>(bytes.length - 1).fill(0), 1]);
  });
});

describe('a stream that breaks the rules', () => {
  it('is read as a plain reader would, or refused as malformed, however it is cut', () => {
    fc.assert(
      fc.property(brokenStreams(), pieces, (stream, cuts) => {
        const wanted = outcomeOf(() => readPlainly(stream, SMALL_LIMIT));
        expect(outcomeOf(() => readAll(new FrameReader(SMALL), stream, cuts))).toEqual(wanted);
      }),
      { numRuns: PROPERTY_RUNS * 4 },
    );
  });

  it.each([
    [0, 'a frame of 0 bytes; at most 200 are taken'],
    [3, 'a frame of 3 bytes; at most 200 are taken'],
    [SMALL_LIMIT + 1, 'a frame of 201 bytes; at most 200 are taken'],
    [2 ** 32 - 1, 'a frame of 4294967295 bytes; at most 200 are taken'],
  ])('is refused at the first four bytes where they promise %i', (length, message) => {
    const reader = new FrameReader(SMALL);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(length);
    expect(pushed(reader, bytes.subarray(0, 3))).toEqual([]);
    expect(() => pushed(reader, bytes.subarray(3))).toThrow(new MalformedFrame(message));
  });

  it('gives the frames that came before', () => {
    const came: Frame[] = [];
    const stream = Buffer.concat([encodeFrame(reply(0), []), Buffer.from([255, 255, 255, 255])]);
    expect(() => new FrameReader(SMALL).push(stream, (each) => came.push(each))).toThrow(MalformedFrame);
    expect(came.map((each) => each.header)).toEqual([reply(0)]);
  });

  it('is never held beyond the limit', () => {
    const largest = rawFrame({ length: SMALL_LIMIT, header: '"x"'.padEnd(SMALL_LIMIT - 4 - 16), raw: 16 });
    expect(pushed(new FrameReader(SMALL), largest)).toHaveLength(1);
    const reader = new FrameReader(SMALL);
    expect(pushed(reader, largest.subarray(0, -1))).toEqual([]);
    // What follows is a new frame: its length is looked at before anything of it is kept.
    const next = Buffer.concat([largest.subarray(-1), Buffer.from([201, 0, 0, 0])]);
    expect(() => pushed(reader, next)).toThrow(MalformedFrame);
  });

  it.each([
    [
      'a header longer than the frame',
      { length: 12, header: '{}', headerLength: 9, raw: 6 },
      'a header of 9 bytes in a frame of 16',
    ],
    ['half a number', { length: 10, header: '{}', raw: 4 }, 'a header of 2 bytes in a frame of 14'],
    ['no JSON', { length: 14, header: '{]', raw: 8 }, 'a header that is not JSON'],
    ['no header', { length: 4, header: '', raw: 0 }, 'a header that is not JSON'],
    ['more than one value', { length: 7, header: '1 2', raw: 0 }, 'a header that is not JSON'],
  ])('is refused for %s', (_, parts, message) => {
    expect(() => pushed(new FrameReader(SMALL), rawFrame(parts))).toThrow(new MalformedFrame(message));
  });

  it.each([
    ['a request', REQUEST_LIMITS, 24 * 1024 * 1024, 'a header of 25165825 bytes in a frame of 25165833'],
    ['a reply', REPLY_LIMITS, 1024 * 1024, 'a header of 1048577 bytes in a frame of 1048585'],
  ])(
    'is refused where the header of %s is above its limit, small as the frame may be',
    (_, limits, most, said) => {
      expect(() => pushed(new FrameReader(limits), emptyHeader(most))).toThrow('a header that is not JSON');
      expect(() => pushed(new FrameReader(limits), emptyHeader(most + 1))).toThrow(new MalformedFrame(said));
    },
  );
});

/** A frame that is nothing but a header of spaces. */
function emptyHeader(size: number): Buffer {
  const bytes = Buffer.alloc(PREFIX + size, ' ');
  bytes.writeUInt32LE(bytes.length - 4, 0);
  bytes.writeUInt32LE(size, 4);
  return bytes;
}

function reply(id: number): Reply {
  return { id, ok: true, kinds: [] };
}

/** A frame that may lie about itself: `length` and `headerLength` as told, `raw` bytes after the header. */
function rawFrame(parts: { length: number; header: string; headerLength?: number; raw: number }): Buffer {
  const { length, header: text, headerLength = text.length, raw } = parts;
  const bytes = Buffer.concat([Buffer.alloc(PREFIX), Buffer.from(text), Buffer.alloc(raw)]);
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt32LE(headerLength, 4);
  return bytes;
}

/** Random bytes; and honest frames with some bytes changed, lost or added. */
function brokenStreams(): fc.Arbitrary<Buffer> {
  const random = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const edit = fc.record({
    at: fc.nat(400),
    put: fc.option(fc.constantFrom(0, 1, 4, 8, 127, 255)),
    more: fc.boolean(),
  });
  const mutated = fc
    .tuple(fc.array(frame, { minLength: 1, maxLength: 3 }), fc.array(edit, { maxLength: 4 }))
    .map(([sent, edits]) => {
      const stream = [...Buffer.concat(sent.map((each) => encodeFrame(each.header, each.chunks)))];
      for (const { at, put, more } of edits) {
        stream.splice(at % stream.length, more ? 0 : 1, ...(put === null ? [] : [put]));
      }
      return Buffer.from(stream);
    });
  return fc.oneof(random, mutated);
}

/** Every frame that a reader gives of a stream in pieces. */
function readAll(reader: FrameReader, stream: Buffer, cuts: readonly number[]): Frame[] {
  const frames: Frame[] = [];
  for (let start = 0, cut = 0; start < stream.length; cut++) {
    const end = start + (cuts[Math.min(cut, cuts.length - 1)] ?? 1);
    frames.push(...pushed(reader, stream.subarray(start, end)));
    start = end;
  }
  return frames;
}

/** The frames of a whole stream, the plainest way there is. */
function readPlainly(stream: Buffer, limit: number): Frame[] {
  const frames: Frame[] = [];
  let rest = stream;
  while (rest.length >= 4) {
    const length = rest.readUInt32LE(0);
    if (length < 4 || length > limit) throw new MalformedFrame('length');
    if (rest.length < 4 + length) return frames;
    const body = rest.subarray(4, 4 + length);
    const raw = body.subarray(4 + body.readUInt32LE(0));
    if (4 + body.readUInt32LE(0) > length || raw.length % 8 !== 0) throw new MalformedFrame('header');
    const numbers = Float64Array.from({ length: raw.length / 8 }, (_, index) => raw.readDoubleLE(index * 8));
    const text = body.subarray(4, length - raw.length).toString('utf8');
    frames.push({ header: jsonOf(text), numbers });
    rest = rest.subarray(4 + length);
  }
  return frames;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new MalformedFrame('json');
  }
}

/** The frames, or that the stream is malformed; anything else that is thrown is thrown on. */
function outcomeOf(read: () => Frame[]): Frame[] | 'malformed' {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedFrame) return 'malformed';
    throw error;
  }
}
