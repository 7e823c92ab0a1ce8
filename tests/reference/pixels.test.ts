import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AT_ONCE } from '../../reference/float64/inkedNetwork.ts';
import type { Params } from '../../reference/float64/mlp.ts';
import { logitsOfPixels } from '../../reference/float64/pixels.ts';
import { at, columnsOf, matrix, vector, type NdArray } from '../../reference/ndarray.ts';

const WHITE = 255;
/** Float64 sums of some hundreds of terms of one size, in another order or the same. */
const TOLERANCE = 1e-10;

const weight = fc.integer({ min: -1000, max: 1000 }).map((whole) => whole / 700);
const numbers = (count: number) => fc.array(weight, { minLength: count, maxLength: count });
const problem = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20 }))
  .chain(([pixels, hidden, out]) =>
    fc.record({
      params: fc.record({
        W1: numbers(pixels * hidden).map((data) => matrix(pixels, hidden, data)),
        b1: numbers(hidden).map(vector),
        W2: numbers(hidden * out).map((data) => matrix(hidden, out, data)),
        b2: numbers(out).map(vector),
      }),
      pictures: fc.array(
        fc.array(fc.oneof(fc.constant(0), fc.nat(WHITE)), { minLength: pixels, maxLength: pixels }),
        { minLength: 0, maxLength: 3 },
      ),
      divisor: fc.constantFrom(1, WHITE),
    }),
  );

describe('the network on pictures', () => {
  it('gives relu(pixels / divisor @ W1 + b1) @ W2 + b2, whatever its widths', () => {
    fc.assert(
      fc.property(problem, ({ params, pictures, divisor }) => {
        const logits = logitsOf(pictures, params, divisor);
        expect(logits.shape).toEqual([pictures.length, columnsOf(params.W2)]);
        const want = pictures.flatMap((picture) => plain(picture, params, divisor));
        const scale = Math.max(1, ...want.map(Math.abs));
        want.forEach((each, index) =>
          expect(Math.abs((logits.data[index] ?? Number.NaN) - each)).toBeLessThan(TOLERANCE * scale),
        );
      }),
    );
  });

  it('gives a picture the same logits wherever it stands among how many', () => {
    const picture = [0, 17, WHITE, 0, 3];
    const blank = new Array<number>(picture.length).fill(0);
    const alone = logitsOf([picture], SMALL);
    for (const count of [2, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE]) {
      const pictures = [...new Array<number[]>(count - 1).fill(blank), picture];
      expect(logitsOf(pictures, SMALL).data.slice(-2)).toEqual(alone.data);
    }
  });

  it('keeps nothing of a network that was opened before, larger or smaller', () => {
    const picture = [1, 2, 3, 4, 5];
    const before = logitsOf([picture], SMALL);
    const large = ones({ pixels: 784, hidden: 1200, out: 33 });
    expect(new Set(logitsOf([new Array<number>(784).fill(1)], large, 1).data)).toEqual(new Set([784 * 1200]));
    expect(logitsOf([picture], SMALL)).toEqual(before);
  });

  it('is what the biases make where nothing is inked, whatever W1 holds', () => {
    const W1 = matrix(2, 3, [Number.NaN, Infinity, 1, 2, 3, 4]);
    expect([...logitsOf([[0, 0]], { ...IDENTITY, W1, b1: vector([5, -6, 7]) }).data]).toEqual([5, 0, 7]);
  });

  it('lets NaN and infinities through from where there is ink', () => {
    const W1 = matrix(2, 3, [Number.NaN, Infinity, 1, 2, 3, 4]);
    const sums = matrix(3, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
    const logits = logitsOf([[WHITE, WHITE]], { ...IDENTITY, W1, W2: sums });
    expect(logits.data[0]).toBeNaN();
    const finite = matrix(2, 3, [1, Infinity, 1, 2, 3, 4]);
    expect([...logitsOf([[WHITE, WHITE]], { ...IDENTITY, W1: finite, W2: sums }).data]).toEqual([
      Number.NaN, // infinity times 0
      Infinity,
      Number.NaN,
    ]);
  });

  it('refuses pictures and biases that do not fit', () => {
    const wrong = 'got inputs or biases of another size';
    expect(() => logitsOf([[1, 2, 3]], IDENTITY)).toThrow(`a layer of 2 inputs and 3 units ${wrong}`);
    const b2 = vector([1, 2, 3, 4]);
    expect(() => logitsOf([[1, 2]], { ...IDENTITY, b2 })).toThrow(`a layer of 3 inputs and 3 units ${wrong}`);
    const W2 = matrix(4, 3);
    expect(() => logitsOf([[1, 2]], { ...IDENTITY, W2 })).toThrow(`a layer of 4 inputs and 3 units ${wrong}`);
  });
});

const SMALL = {
  W1: matrix(5, 2, [0.5, -1, 0.25, 2, -0.75, 1, 1, 1, -2, 0.1]),
  b1: vector([0.5, 0.25]),
  W2: matrix(2, 2, [1, -1, 0.5, 2]),
  b2: vector([-0.5, 0.125]),
};

/** Two pixels, three units whose relu comes out as it is. */
const IDENTITY = {
  W1: matrix(2, 3),
  b1: vector([0, 0, 0]),
  W2: matrix(3, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1]),
  b2: vector([0, 0, 0]),
};

function ones({ pixels, hidden, out }: { pixels: number; hidden: number; out: number }) {
  const full = (rows: number, columns: number) =>
    matrix(rows, columns, new Float64Array(rows * columns).fill(1));
  return {
    W1: full(pixels, hidden),
    b1: vector(new Float64Array(hidden)),
    W2: full(hidden, out),
    b2: vector(new Float64Array(out)),
  };
}

function logitsOf(pictures: number[][], params: Params, divisor?: number): NdArray {
  return logitsOfPixels(
    { images: Uint8Array.from(pictures.flat()), count: pictures.length },
    params,
    divisor,
  );
}

function plain(
  picture: number[],
  { W1, b1, W2, b2 }: Record<'W1' | 'b1' | 'W2' | 'b2', NdArray>,
  divisor: number,
): number[] {
  const sum = (inputs: number[], W: NdArray, b: NdArray) =>
    Array.from(b.data, (bias, k) => inputs.reduce((total, input, i) => total + input * at(W, i, k), bias));
  const a1 = sum(
    picture.map((ink) => ink / divisor),
    W1,
    b1,
  ).map((z) => Math.max(z, 0));
  return sum(a1, W2, b2);
}
