import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inkedLayer } from '../../reference/float64/inkedLayer.ts';
import { at, columnsOf, matrix, rowsOf, vector, type NdArray } from '../../reference/ndarray.ts';

const WHITE = 255;
/** Float64 sums of some dozens of terms of one size, in another order or the same. */
const TOLERANCE = 1e-12;

const weight = fc.integer({ min: -1000, max: 1000 }).map((whole) => whole / 700);
const layer = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }))
  .chain(([pixels, hidden]) =>
    fc.record({
      W: fc
        .array(weight, { minLength: pixels * hidden, maxLength: pixels * hidden })
        .map((data) => matrix(pixels, hidden, data)),
      b: fc.array(weight, { minLength: hidden, maxLength: hidden }).map(vector),
      pictures: fc.array(
        fc.array(fc.oneof(fc.constant(0), fc.nat(WHITE)), { minLength: pixels, maxLength: pixels }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  );

describe('the layer on pictures', () => {
  it('gives b plus the sum of pixels times W, whatever its width', () => {
    fc.assert(
      fc.property(layer, ({ W, b, pictures }) => {
        const images = Uint8Array.from(pictures.flat());
        const z = inkedLayer({ images, count: pictures.length }, { W, b }, WHITE);
        expect(z.shape).toEqual([pictures.length, columnsOf(W)]);
        const want = pictures.flatMap((picture) => plain(picture, W, b));
        want.forEach((each, index) =>
          expect(Math.abs((z.data[index] ?? Number.NaN) - each)).toBeLessThan(TOLERANCE * rowsOf(W)),
        );
      }),
    );
  });

  it('is b where nothing is inked, whatever W holds', () => {
    const [W, b] = [matrix(2, 3, [Number.NaN, Infinity, 1, 2, 3, 4]), vector([5, -6, 7])];
    const z = inkedLayer({ images: new Uint8Array(2), count: 1 }, { W, b }, WHITE);
    expect([...z.data]).toEqual([5, -6, 7]);
  });

  it('lets NaN and infinities through from where there is ink', () => {
    const [W, b] = [matrix(2, 3, [Number.NaN, Infinity, 1, 2, -Infinity, 4]), vector([5, 6, 7])];
    const z = inkedLayer({ images: Uint8Array.of(WHITE, WHITE), count: 1 }, { W, b }, WHITE);
    expect([...z.data]).toEqual([Number.NaN, Number.NaN, 12]);
  });

  it('refuses pictures and biases that do not fit', () => {
    const [W, b] = [matrix(2, 3), vector([5, 6, 7])];
    const layerOf = (pixels: number, biases: NdArray) => () =>
      inkedLayer({ images: new Uint8Array(pixels), count: 1 }, { W, b: biases }, WHITE);
    expect(layerOf(3, b)).toThrow('a layer of 2 pixels and 3 units got');
    expect(layerOf(2, vector([1, 2, 3, 4]))).toThrow('a layer of 2 pixels and 3 units got');
  });

  it('holds pictures and widths as large as may come', () => {
    const [pixels, hidden] = [784, 1200];
    const W = matrix(pixels, hidden, new Float64Array(pixels * hidden).fill(1));
    const b = vector(new Float64Array(hidden));
    const z = inkedLayer({ images: new Uint8Array(pixels).fill(1), count: 1 }, { W, b }, 1);
    expect(new Set(z.data)).toEqual(new Set([pixels]));
  });
});

function plain(picture: number[], W: NdArray, b: NdArray): number[] {
  return Array.from(b.data, (bias, k) =>
    picture.reduce((sum, ink, pixel) => sum + (ink / WHITE) * at(W, pixel, k), bias),
  );
}
