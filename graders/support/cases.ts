// The inputs that graders try: small random networks and batches, each with the property its name says.

import { named, type Activation } from '../../reference/float64/mlp.ts';
import { map, matrix, type NdArray } from '../../reference/ndarray.ts';
import { makeLarge, moveToKink, repeatAndBlank, zeroSome, type Draft } from './corners.ts';
import { anyLabels, firstTwoAlike, unbalanced, without, type Labels } from './labels.ts';
import { drawProblem, normalMatrix, type Problem } from './problem.ts';
import { integer, stream, type Rng } from './random.ts';

export interface Sizes {
  B: number;
  in: number;
  h: number;
  C: number;
}

/** A two-layer network and a batch. */
export interface Case extends Sizes, Problem {}

/** p - 1 has few digits left here, so work that was done in float32 shows. */
const ALMOST_RIGHT = 'one example, predicted almost right';

interface Kind {
  draw: (rng: Rng) => Sizes;
  labels: Labels;
  corner?: (draft: Draft) => void;
  /** Where tanh is flat or has no kink there is nothing to see. */
  isForRelu?: boolean;
  isForFloat64Alone?: boolean;
}

/** Examples whose losses, 1.3 each, add up to far more than the 745 at which exp underflows. */
const MANY = 1024;

/** Every kind of network that 01, 02 and 05 are tried on. B differs from all widths but where the name says so. */
const KINDS: Record<string, Kind> = {
  'sizes that all differ': {
    draw: (r) => sizes(integer(r, 10, 13), integer(r, 4, 6), integer(r, 7, 9), 3),
    labels: anyLabels,
  },
  'fewer hidden units than classes': {
    draw: (r) => sizes(integer(r, 9, 12), integer(r, 7, 8), 4, integer(r, 5, 6)),
    labels: anyLabels,
  },
  'as many hidden units as classes': { draw: (r) => sizes(integer(r, 7, 9), 4, 5, 5), labels: anyLabels },
  'square weights': { draw: (r) => sizes(integer(r, 6, 9), 4, 4, 4), labels: anyLabels },
  'as many examples as hidden units': {
    draw: (r) => {
      const h = integer(r, 6, 8);
      return sizes(h, 4, h, 3);
    },
    labels: anyLabels,
  },
  'as many examples as inputs': {
    draw: (r) => {
      const n = integer(r, 5, 7);
      return sizes(n, n, 9, 3);
    },
    labels: anyLabels,
  },
  'as many examples as classes': {
    draw: (r) => {
      const C = integer(r, 5, 6);
      return sizes(C, 3, 8, C);
    },
    labels: anyLabels,
  },
  'one example': {
    draw: (r) => sizes(1, 4, integer(r, 8, 12), 3),
    labels: (r, { C }) => [integer(r, 0, C - 2)],
  },
  'the last class missing': {
    draw: (r) => sizes(integer(r, 10, 12), 4, 7, 5),
    labels: without((C) => C - 1),
  },
  'the last class missing, other sizes': {
    draw: (r) => sizes(integer(r, 7, 8), 5, 9, 3),
    labels: without((C) => C - 1),
  },
  'a middle class missing': { draw: (r) => sizes(integer(r, 8, 9), 5, 6, 4), labels: without(() => 1) },
  'most examples of one class': { draw: (r) => sizes(integer(r, 14, 18), 3, 6, 4), labels: unbalanced },
  [ALMOST_RIGHT]: {
    draw: (r) => sizes(1, 4, integer(r, 8, 12), 3),
    labels: (r, { C }) => [integer(r, 0, C - 1)],
  },
  'ten classes': { draw: (r) => sizes(integer(r, 20, 24), 6, 12, 10), labels: anyLabels },
  'two classes': { draw: (r) => sizes(integer(r, 8, 10), 5, 6, 2), labels: anyLabels },
  'one hidden unit': { draw: (r) => sizes(integer(r, 8, 10), 4, 1, 3), labels: anyLabels },
  'one input': { draw: (r) => sizes(integer(r, 9, 11), 1, 6, 4), labels: anyLabels },
  'a large batch': { draw: (r) => sizes(integer(r, 66, 75), 3, 4, 3), labels: anyLabels },
  'zeros among the inputs, and no biases': {
    draw: (r) => sizes(integer(r, 8, 9), 5, 7, 4),
    labels: anyLabels,
    corner: zeroSome,
  },
  'one example twice, and a blank one': {
    draw: (r) => sizes(integer(r, 8, 9), 5, 7, 4),
    labels: firstTwoAlike,
    corner: repeatAndBlank,
  },
  'one example, large inputs and weights': {
    ...oneExample(makeLarge),
    isForRelu: true,
    isForFloat64Alone: true,
  },
  'one example, units next to 0': { ...oneExample(moveToKink), isForRelu: true },
};

/** All cases of an exercise, drawn from its seed. */
export function drawCases(seed: number, exercise: string, activation: Activation = 'relu'): Case[] {
  return Object.entries(KINDS)
    .filter(([, { isForRelu = false }]) => activation === 'relu' || !isForRelu)
    .map(([name]) => drawCase(stream(seed, `${exercise} ${name}`), name, activation));
}

/** Whether work in float32 has digits enough for a case. */
export function isFitForFloat32({ name, isForFloat64Alone }: Case): boolean {
  return name !== ALMOST_RIGHT && !isForFloat64Alone;
}

/** Two cases of the same sizes with nothing else in common, to see what a function keeps from one call to the next. */
export function drawTwins(seed: number, exercise: string, activation: Activation = 'relu'): [Case, Case] {
  const rng = stream(seed, `${exercise} twins`);
  return [drawCase(rng, 'a batch', activation), drawCase(rng, 'another batch', activation)];
}

/** The sizes of a case in words, for messages. */
export function inWords({ name, B, in: width, h, C }: Case): string {
  return `${name}: ${B} ${B === 1 ? 'example' : 'examples'}, ${width} inputs, ${h} hidden units, ${C} classes`;
}

/** W and b of one layer of a case. */
export function layerOf({ params }: Case, layer: number): { W: NdArray; b: NdArray } {
  return { W: named(params, `W${layer}`), b: named(params, `b${layer}`) };
}

function sizes(B: number, width: number, h: number, C: number): Sizes {
  return { B, in: width, h, C };
}

function oneExample(corner: (draft: Draft) => void): Kind {
  return {
    draw: (r) => sizes(1, 4, integer(r, 9, 12), 3),
    labels: (r, { C }) => [integer(r, 0, C - 1)],
    corner,
  };
}

function drawCase(rng: Rng, name: string, activation: Activation): Case {
  const kind = KINDS[name];
  const size = kind ? kind.draw(rng) : sizes(11, 4, 7, 3);
  const problem = drawProblem(rng, {
    name,
    B: size.B,
    widths: [size.in, size.h, size.C],
    activation,
    labels: kind?.labels ?? anyLabels,
    isAlmostRight: name === ALMOST_RIGHT,
    corner: kind?.corner,
    isForFloat64Alone: kind?.isForFloat64Alone,
  });
  return { ...size, ...problem };
}

/** Logits that overflow or underflow without care, and their labels. */
export interface Logits {
  name: string;
  z: NdArray;
  y: Int32Array;
}

/** Logits of up to 1e4, each row safe only if its own largest entry is taken out first. */
export function extremeLogits(seed: number, exercise: string): Logits[] {
  const rng = stream(seed, `${exercise} extreme`);
  const around = (...centres: number[][]) => {
    const C = centres[0]?.length ?? 0;
    const noise = normalMatrix(rng, centres.length, C);
    return map(noise, (value, index) => value + (centres[Math.floor(index / C)]?.[index % C] ?? 0));
  };
  return [
    { name: 'logits near 1e4', z: around([1e4, 1e4, 1e4], [1e4, 1e4 + 1, 1e4]), y: Int32Array.of(0, 1) },
    {
      name: 'logits near -1e4',
      z: around([-1e4, -1e4, -1e4], [-1e4, -1e4, -1e4 - 1]),
      y: Int32Array.of(2, 0),
    },
    {
      name: 'rows 1e4 apart',
      z: around([0, 1, 0], [1e4, 1e4, 1e4], [-1e4, -1e4, -1e4]),
      y: Int32Array.of(1, 0, 2),
    },
    {
      name: 'logits from -1e4 to 1e4 in one row',
      z: around([1e4, 0, -1e4], [-1e4, 1e4, 0]),
      y: Int32Array.of(0, 1),
    },
    // A guard beside log that is larger than 1e-12 shows.
    {
      name: 'a true class with p near 1e-6',
      z: matrix(2, 3, [14, 0, -1, 0, 13.5, 1]),
      y: Int32Array.of(1, 0),
    },
    // By the alphabet another one is the largest.
    {
      name: 'a large logit beside small ones',
      z: matrix(2, 3, [5, 1e4, -9, 6, -7, 5e3]),
      y: Int32Array.of(1, 2),
    },
    { name: 'the last of five logits large', z: matrix(1, 5, [0, 1, 0, -1, 1e4]), y: Int32Array.of(4) },
    // exp(725) overflows and exp(-725) does not quite underflow: this parts a wrong shift from a log without a guard.
    { name: 'logits 725 apart', z: matrix(2, 3, [1, -724, 0, -1, 0.5, -724.5]), y: Int32Array.of(0, 1) },
    { name: 'a true class whose p underflows', z: around([600, 0, -200], [1, 0, 0]), y: Int32Array.of(2, 0) },
    {
      name: 'equal logits of 1e4 and of -1e4',
      z: matrix(2, 3, [1e4, 1e4, 1e4, -1e4, -1e4, -1e4]),
      y: Int32Array.of(1, 2),
    },
  ];
}

/** Logits of so many examples that the product of all their probabilities underflows. */
export function manyLogits(seed: number, exercise: string): Logits {
  const rng = stream(seed, `${exercise} many`);
  const y = Int32Array.from({ length: MANY }, () => integer(rng, 0, 2));
  return { name: `${MANY} examples, 3 classes`, z: normalMatrix(rng, MANY, 3), y };
}

/** Logits that a draw hardly ever gives: equal ones, as before any training, two that share the largest, and one class alone. */
export function equalLogits(): Logits[] {
  return [
    { name: '1 example whose 4 logits are all 0', z: matrix(1, 4), y: Int32Array.of(2) },
    {
      name: '4 examples with equal logits among their 3',
      z: matrix(4, 3, [1, 1, 1, 2, 2, -1, -0.5, 3, 3, 0, -2, 0]),
      y: Int32Array.of(0, 1, 0, 2),
    },
    { name: '3 examples, 1 class', z: matrix(3, 1, [2, -1, 0]), y: Int32Array.of(0, 0, 0) },
  ];
}
