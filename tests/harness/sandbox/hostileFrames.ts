// Streams as a hostile process may send them, and what becomes of each on the trusted side.

import fc from 'fast-check';
import { StudentFault } from '../../../harness/sandbox/fault.ts';
import { encodeFrame, FrameReader, MalformedFrame, type Reply } from '../../../harness/sandbox/protocol.ts';
import { readReply } from '../../../harness/sandbox/values.ts';

/** The request that is waited for. */
const ID = 7;

/** Small, so that streams of a few hundred bytes come near them (bytes). */
const LIMITS = { frame: 1024, header: 512 };

/** Replies as an honest child writes them. */
const HONEST: [header: Reply, numbers: number[]][] = [
  [{ id: ID, ok: true, kinds: ['function', 'undefined'] }, []],
  [{ id: ID, ok: true, step: 20, loss: 0.5 }, []],
  [{ id: ID, ok: true, value: ['number'], after: [] }, [42]],
  [
    { id: ID, ok: true, value: ['matrix', 2, 3, 'Matrix'], after: [['vector', 2, 'Array']] },
    [1, 2, 3, 4, 5, 6, 7, 8],
  ],
  [{ id: ID, ok: true, value: ['ragged', 2], after: [['labels', 1]] }, [1, 2, 0.5, 1.5, 2.5, 3]],
  [
    {
      id: ID,
      ok: true,
      value: [
        'record',
        [
          ['dW1', ['matrix', 1, 2, 'arrays']],
          ['loss', ['number']],
        ],
        ['dW1', 'loss'],
      ],
      after: [['other', 'a function']],
    },
    [1, Number.NaN, -0],
  ],
  [{ id: ID, ok: false, error: { name: 'TypeError', message: 'x is not a function', stack: 'at f' } }, []],
];

/** What may stand in place of any part of a header: sizes that are none, kinds that are none, names with a meaning. */
const words = fc.oneof(
  fc.constantFrom<unknown>(
    -1,
    0.5,
    9,
    2 ** 31,
    2 ** 53,
    2 ** 53 - 1,
    1e308,
    -0,
    null,
    true,
    false,
    '',
    [],
    {},
  ),
  fc.constantFrom(
    'number',
    'matrix',
    'vector',
    'labels',
    'record',
    'ragged',
    'other',
    '__proto__',
    'toString',
  ),
  fc.jsonValue(),
);

/** A header with one of its parts, at any depth, replaced. */
const changedHeader = (header: Reply) =>
  fc
    .tuple(fc.array(fc.nat(6), { minLength: 1, maxLength: 6 }), words)
    .map(([way, word]) => replaced(header, way, word));

const frame = fc.constantFrom(...HONEST).chain(([header, numbers]) =>
  fc.record({
    header: fc.oneof(
      { weight: 2, arbitrary: changedHeader(header) },
      { weight: 1, arbitrary: fc.constant(header) },
    ),
    numbers: fc.oneof(fc.constant(numbers), fc.array(fc.double(), { maxLength: 9 })),
  }),
);

const edit = fc.record({
  at: fc.nat(1500),
  /** Bytes that go, and bytes that come in their place. */
  lost: fc.nat(9),
  put: fc.uint8Array({ maxLength: 9 }),
});

const mutated = fc
  .tuple(fc.array(frame, { minLength: 1, maxLength: 3 }), fc.array(edit, { maxLength: 3 }))
  .map(([sent, edits]) => {
    const bytes = [
      ...Buffer.concat(sent.map(({ header, numbers }) => encodeFrame(header as Reply, [numbers]))),
    ];
    for (const { at, lost, put } of edits) bytes.splice(at % bytes.length, lost, ...put);
    return Buffer.from(bytes);
  });

/** Honest lengths around anything: what is random from its first byte is mostly refused at its first four. */
const framed = fc
  .tuple(fc.uint8Array({ maxLength: 60 }), fc.nat(60), fc.integer({ min: -9, max: 9 }))
  .map(([body, headerLength, lie]) => {
    const bytes = Buffer.concat([Buffer.alloc(8), body]);
    bytes.writeUInt32LE(Math.max(0, bytes.length - 4 + lie), 0);
    bytes.writeUInt32LE(headerLength, 4);
    return bytes;
  });

const random = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

/** A stream, and the lengths of the pieces in which it arrives; the last one is repeated. */
export const hostileStreams = fc.record({
  stream: fc.oneof(
    { weight: 6, arbitrary: mutated },
    { weight: 2, arbitrary: framed },
    { weight: 1, arbitrary: random },
  ),
  pieces: fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 }),
});

export type Fate = 'read' | 'malformed' | 'unfinished';

/** Reads a stream as the host does. Throws for an error of any kind but the one that is foreseen, and where too much is held. */
export function fateOf({ stream, pieces }: { stream: Buffer; pieces: readonly number[] }): Fate {
  const reader = new FrameReader(LIMITS);
  let lastFrame = 0;
  try {
    for (let [start, piece] = [0, 0]; start < stream.length; piece++) {
      const end = Math.min(stream.length, start + (pieces[Math.min(piece, pieces.length - 1)] ?? 1));
      if (takeAll(reader, stream.subarray(start, end)) > 0) lastFrame = end;
      checkHeld(reader, end - start);
      start = end;
    }
  } catch (error) {
    if (error instanceof MalformedFrame) return 'malformed';
    throw error;
  }
  return lastFrame === stream.length ? 'read' : 'unfinished';
}

/** How many frames a piece completes. */
function takeAll(reader: FrameReader, piece: Buffer): number {
  let count = 0;
  reader.push(piece, (each) => {
    checkReply(readReply(each, ID));
    count++;
  });
  return count;
}

function checkHeld({ capacity }: FrameReader, piece: number): void {
  const most = LIMITS.frame + 4 + piece;
  if (capacity > most) throw new Error(`a reader holds ${capacity} bytes, of ${most} at most`);
}

/** What is read is one of the three things that a reply can be. */
function checkReply(reply: ReturnType<typeof readReply>): void {
  if (
    reply instanceof StudentFault ||
    'step' in reply ||
    reply.kinds.every((kind) => typeof kind === 'string')
  )
    return;
  throw new Error('a reply that is none');
}

/** A copy of `value` with the part at the end of the way replaced; ways lead round where a list is short. */
function replaced(value: unknown, [step = 0, ...rest]: number[], word: unknown): unknown {
  if (typeof value !== 'object' || value === null) return word;
  const names = Object.keys(value);
  const name = names[step % Math.max(1, names.length)];
  if (name === undefined) return word;
  const part = (value as Record<string, unknown>)[name];
  const changed = rest.length === 0 ? word : replaced(part, rest, word);
  if (Array.isArray(value)) return value.with(Number(name), changed);
  return { ...value, [name]: changed };
}
