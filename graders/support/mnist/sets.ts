// The sets of digits that `train` is tried on: each with its own copy for the grader and the way it reaches the student.

import { pathInside, type Argument, type Machine } from '../../../harness/sandbox/host.ts';
import {
  CLASSES,
  part,
  PIXELS,
  placeInFiles,
  type Bytes,
  type Digits,
} from '../../../reference/datasets/mnist.ts';
import { integer, type Rng } from '../random.ts';

/** Share of random pictures' pixels that are ink: about that of digits. */
const INK = 0.15;

export interface DigitSet {
  digits: Digits;
  /** The Split of the exercise. */
  given: Record<string, Argument>;
}

/** `count` of the 60,000 examples that the sandbox shows, from `start` on: the child reads them from the file itself. */
export function fromFiles(machine: Machine, shown: Digits, start: number, count: number): DigitSet {
  const place = placeInFiles(start, count);
  const bytes = ({ file, offset, length }: Bytes): Argument => ({
    kind: 'bytes',
    file: pathInside(machine, file),
    offset,
    length,
  });
  return {
    digits: part(shown, start, count),
    given: { images: bytes(place.images), labels: bytes(place.labels), count },
  };
}

/** A set that travels to the student: small, or made up. */
export function byValue(digits: Digits): DigitSet {
  const { images, labels, count } = digits;
  return { digits, given: { images: bytesOf(images), labels: bytesOf(labels), count } };
}

/** Bytes as an argument. */
export function bytesOf(numbers: ArrayLike<number>): Argument {
  return { kind: 'typed', type: 'Uint8Array', numbers };
}

/** These pictures over and over until there are `count`. */
export function copiesOf(digits: Digits, count: number): Digits {
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const source = i % digits.count;
    images.set(digits.images.subarray(source * PIXELS, (source + 1) * PIXELS), i * PIXELS);
    labels[i] = digits.labels[source] ?? 0;
  }
  return { images, labels, count };
}

/** The same pictures at half their brightness: no pixel of theirs is 255. */
export function dimmed({ images, labels, count }: Digits): Digits {
  return { images: images.map((pixel) => pixel >> 1), labels, count };
}

/** Pictures without ink, all of one label. */
export function blank(count: number, label: number): Digits {
  return { images: new Uint8Array(count * PIXELS), labels: new Uint8Array(count).fill(label), count };
}

/** Random pictures with random labels. */
export function speckled(rng: Rng, count: number): Digits {
  const digits = blank(count, 0);
  for (let i = 0; i < digits.images.length; i++) digits.images[i] = rng() < INK ? integer(rng, 50, 255) : 0;
  for (let i = 0; i < count; i++) digits.labels[i] = integer(rng, 0, CLASSES - 1);
  return digits;
}

/** The same pictures, every label moved on by `shift`: the labels travel, the pictures stay where they are. */
export function relabelled({ digits, given }: DigitSet, shift: number): DigitSet {
  const labels = digits.labels.map((label) => (label + shift) % CLASSES);
  return { digits: { ...digits, labels }, given: { ...given, labels: bytesOf(labels) } };
}
