import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StudentFault } from '../../../harness/sandbox/fault.ts';
import {
  encodeFrame,
  FrameReader,
  MalformedFrame,
  REPLY_LIMITS,
  type Shape,
} from '../../../harness/sandbox/protocol.ts';
import { readReply, writeArguments, type Answer, type Value } from '../../../harness/sandbox/values.ts';
import { readArguments } from '../../../harness/sandbox/child/arguments.ts';
import { writeValues } from '../../../harness/sandbox/child/values.ts';
import { matrix, vector } from '../../../reference/ndarray.ts';
import { pushed } from './pushed.ts';

const PROPERTY_RUNS = 2000;
const ID = 7;

/** Shapes as a hostile process may write them: the right words in the wrong places, and sizes that are none. */
const sizes = fc.oneof(
  fc.nat(4),
  fc.constantFrom<unknown>(-1, 0.5, 2 ** 53, 2 ** 53 - 1, 1e308, null, '2', true, [], {}),
);
const { shape } = fc.letrec<{ shape: unknown }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 9, depthSize: 'large' },
    fc.jsonValue(),
    fc.tuple(fc.constant('number')),
    fc.tuple(fc.constantFrom('vector', 'labels'), sizes, fc.oneof(fc.string(), fc.jsonValue())),
    fc.tuple(
      fc.constant('matrix'),
      sizes,
      sizes,
      fc.oneof(fc.constantFrom('Matrix', 'arrays'), fc.jsonValue()),
    ),
    fc.tuple(fc.constant('other'), fc.oneof(fc.string(), fc.jsonValue())),
    fc.tuple(
      fc.constant('record'),
      fc.array(fc.tuple(fc.constantFrom('dW1', '__proto__', 'constructor', ''), tie('shape')), {
        maxLength: 3,
      }),
      fc.oneof(fc.array(fc.string()), fc.jsonValue()),
    ),
  ),
}));
const header = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      id: fc.constantFrom<unknown>(ID, ID, ID, 8, '7', null),
      ok: fc.constantFrom<unknown>(true, true, false, 1, null),
      kinds: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
      value: shape,
      after: fc.oneof(fc.array(shape, { maxLength: 3 }), fc.jsonValue()),
      error: fc.oneof(
        fc.record({ name: fc.string(), message: fc.string(), stack: fc.string() }),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: ['id', 'ok'] },
  ),
);

describe('a reply', () => {
  it('of whatever JSON is an answer, a fault, or malformed, and never anything else', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(header, fc.array(fc.double(), { maxLength: 12 }), (said, numbers) => {
        const answer = answerTo(said, numbers);
        seen.add(answer instanceof StudentFault ? 'fault' : typeof answer);
        expectSound(answer, numbers.length);
      }),
      { numRuns: PROPERTY_RUNS },
    );
    // The property would prove nothing if every draw came to the same.
    expect([...seen].toSorted()).toEqual(['fault', 'object', 'string']);
  });

  it.each<[string, unknown, number[], string]>([
    ['to another request', { id: 8, ok: true, kinds: [] }, [], 'a reply to another request'],
    ['without a value', { id: ID, ok: true, after: [] }, [], 'no short list where one belongs'],
    ['of an unknown kind', value(['list', 3]), [], 'a value of no known kind'],
    [
      'with fewer numbers than it says',
      value(['vector', 3, 'Array']),
      [1, 2],
      'fewer numbers than the header says',
    ],
    ['with more numbers than it says', value(['number']), [1, 2], 'more numbers than the header says'],
    ['with a negative size', value(['matrix', -1, -1, 'Matrix']), [1], 'a size that is none'],
    [
      'of a matrix of many rows and nothing in them',
      value(['matrix', 1e8, 0, 'Matrix']),
      [],
      'a matrix without numbers that claims a size',
    ],
    ['with half a row', value(['matrix', 0.5, 2, 'Matrix']), [1], 'a size that is none'],
    [
      'of a matrix larger than memory',
      value(['matrix', 2 ** 52, 2 ** 52, 'Matrix']),
      [],
      'fewer numbers than the header says',
    ],
    ['with a number for a name', value(['record', [[1, ['number']]], []]), [1], 'no text where one belongs'],
    [
      'with a list of 65',
      value(['record', [], new Array<string>(65).fill('k')]),
      [],
      'no short list where one belongs',
    ],
    ['too deep', value(nested(7)), [1], 'a record too deep'],
    ['that is a list', [], [], 'a reply to another request'],
    ['that is nothing', null, [], 'no object where one belongs'],
    ['with an error that is none', { id: ID, ok: false, error: 'x' }, [], 'no object where one belongs'],
    [
      'with an error without a stack',
      { id: ID, ok: false, error: { name: 'a', message: 'b' } },
      [],
      'no text where one belongs',
    ],
  ])('is malformed %s', (_, said, numbers, message) => {
    expect(answerTo(said, numbers)).toBe(message);
  });

  it('may nest as deep as honest ones do', () => {
    expect(answerTo(value(nested(6)), [1])).toMatchObject({ value: { kind: 'record' } });
  });

  it('has its texts cut to a readable length', () => {
    const long = 'x'.repeat(5000);
    const answer = answerTo({ id: ID, ok: false, error: { name: 'E', message: long, stack: long } }, []);
    expect(answer).toBeInstanceOf(StudentFault);
    expect((answer as StudentFault).message).toBe(`threw E: ${'x'.repeat(4000)}...`);
    expect((answer as StudentFault).studentStack).toHaveLength(4003);
  });

  it('with entries of a dangerous name has plain entries', () => {
    const entries = [
      ['__proto__', ['number']],
      ['constructor', ['number']],
    ];
    const answer = answerTo(value(['record', entries, ['__proto__']]), [1, 2]) as Answer;
    expect(answer.value).toMatchObject({ kind: 'record', keys: ['__proto__'] });
    expect(answer.value.kind === 'record' && [...answer.value.entries.keys()]).toEqual([
      '__proto__',
      'constructor',
    ]);
    expect(({} as Record<string, unknown>).kind).toBeUndefined();
  });
});

describe('arguments', () => {
  it('come back from the other side as they were sent', () => {
    const number = fc.double();
    const given = fc.oneof(
      number,
      fc.array(number, { maxLength: 6 }).map(vector),
      fc
        .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.infiniteStream(number))
        .map(([rows, columns, stream]) => matrix(rows, columns, [...stream.take(rows * columns)])),
      fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 5 }).map((labels) => Int32Array.from(labels)),
    );
    const record = fc.dictionary(fc.constantFrom('W1', 'b1', 'a', 'shape', 'data'), given, {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(given, record), { maxLength: 4 }), (sent) => {
        const { shapes, chunks } = writeArguments(sent);
        const bytes = encodeFrame(
          { id: ID, op: 'call', name: 'f', arguments: shapes, manner: 'once', read: null, echo: true },
          chunks,
        );
        const [frame] = pushed(new FrameReader(REPLY_LIMITS), bytes);
        if (!frame) throw new Error('no frame came');
        const there = readArguments((frame.header as { arguments: Shape[] }).arguments, frame.numbers);
        const echoed: Float64Array[] = [];
        expect(writeValues(there, echoed)).toEqual(shapes);
        expect(flat(echoed)).toEqual(flat(chunks));
      }),
    );
  });
});

function flat(arrays: readonly ArrayLike<number>[]): number[] {
  return arrays.flatMap((array) => Array.from(array));
}

function value(shapeOfValue: unknown): unknown {
  return { id: ID, ok: true, value: shapeOfValue, after: [] };
}

function nested(depth: number): unknown {
  return depth === 0 ? ['number'] : ['record', [['a', nested(depth - 1)]], []];
}

/** The answer in a frame that holds this, or why it is malformed. */
function answerTo(said: unknown, numbers: number[]): Answer | StudentFault | string {
  try {
    const reply = readReply({ header: said, numbers: Float64Array.from(numbers) }, ID);
    return 'step' in reply ? `step ${reply.step}, loss ${reply.loss}` : reply;
  } catch (error) {
    if (error instanceof MalformedFrame) return error.message;
    throw error;
  }
}

/** An answer holds all numbers that came, or none; in tensors as large as they say. */
function expectSound(answer: Answer | StudentFault | string, count: number): void {
  if (typeof answer === 'string' || answer instanceof StudentFault) return;
  const leaves = [answer.value, ...answer.after].flatMap(leavesOf);
  for (const { tensor } of leaves) {
    expect(tensor.data).toHaveLength(tensor.shape.reduce((product, size) => product * size, 1));
  }
  expect([0, count]).toContain(leaves.reduce((sum, { tensor }) => sum + tensor.data.length, 0));
}

function leavesOf(given: Value): { tensor: { shape: number[]; data: Float64Array } }[] {
  if (given.kind === 'number') return [{ tensor: { shape: [], data: Float64Array.of(given.number) } }];
  if (given.kind === 'record') return [...given.entries.values()].flatMap(leavesOf);
  if (given.kind === 'ragged')
    return given.rows.map((row) => ({ tensor: { shape: [row.length], data: row } }));
  return given.kind === 'other' ? [] : [given];
}
