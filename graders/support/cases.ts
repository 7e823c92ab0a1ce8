// The inputs that graders try: small random networks and batches, each with the property its name says.

import { forward, lossAndGrads, named, type Params, type Pass } from '../../reference/float64/mlp.ts';
import { map, matrix, scale, vector, type NdArray } from '../../reference/ndarray.ts';
import { integer, normal, stream, type Rng } from './random.ts';

export interface Sizes {
  B: number;
  in: number;
  h: number;
  C: number;
}

/** A batch, a network and what the float64 reference makes of them. */
export interface Case extends Sizes {
  name: string;
  X: NdArray;
  y: Int32Array;
  params: Params;
  pass: Pass;
}

/** Pre-activations stay this far from relu's kink, so that no right code can differ there and no step crosses it. */
const CLEAR_OF_KINKS = 1e-2;
/** Probabilities stay above this, so that even code which divides by p is right to the last digits needed. */
const SMALLEST_P = 1e-4;
/** A draw that keeps missing the conditions above is a fault of this file, not bad luck. */
const MOST_DRAWS = 2000;

type Labels = (rng: Rng, sizes: Sizes) => number[];

/** Labels that hold every class where there is room, in no order. */
const anyLabels: Labels = (rng, { B, C }) => {
  const labels = Array.from({ length: B }, (_, i) => (i < C ? i : integer(rng, 0, C - 1)));
  return shuffled(rng, labels);
};

const without =
  (missing: (C: number) => number): Labels =>
  (rng, { C, ...rest }) =>
    anyLabels(rng, { ...rest, C: C - 1 }).map((label) => (label >= missing(C) ? label + 1 : label));

/** One class in most rows, the others once. */
const unbalanced: Labels = (rng, { B, C }) => {
  const common = integer(rng, 0, C - 1);
  return shuffled(
    rng,
    Array.from({ length: B }, (_, i) => (i < C ? i : common)),
  );
};

/** Every kind of network that 01 and 02 are tried on. B differs from all widths but where the name says so. */
const KINDS: Record<string, { draw: (rng: Rng) => Sizes; labels: Labels }> = {
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
  'one example, predicted almost right': {
    draw: (r) => sizes(1, 4, integer(r, 8, 12), 3),
    labels: (r, { C }) => [integer(r, 0, C - 1)],
  },
  'ten classes': { draw: (r) => sizes(integer(r, 20, 24), 6, 12, 10), labels: anyLabels },
};

/** All cases of an exercise, drawn from its seed; `scaleUp` multiplies the weights, as training does. */
export function drawCases(seed: number, exercise: string): Case[] {
  return Object.keys(KINDS).map((name) => drawCase(stream(seed, `${exercise} ${name}`), name));
}

/** Two cases of the same sizes with nothing else in common, to see what a function keeps from one call to the next. */
export function drawTwins(seed: number, exercise: string): [Case, Case] {
  const rng = stream(seed, `${exercise} twins`);
  return [drawCase(rng, 'a batch'), drawCase(rng, 'another batch')];
}

/** The sizes of a case in words, for messages. */
export function inWords({ name, B, in: width, h, C }: Case): string {
  return `${name}: ${B} ${B === 1 ? 'example' : 'examples'}, ${width} inputs, ${h} hidden units, ${C} classes`;
}

/** The arguments that exercises 01 and 02 share out of a case. */
export function layerOf({ params }: Case, layer: number): { W: NdArray; b: NdArray } {
  return { W: named(params, `W${layer}`), b: named(params, `b${layer}`) };
}

/** Normal entries times `deviation`. */
function normalMatrix(rng: Rng, rows: number, columns: number, deviation = 1): NdArray {
  return map(matrix(rows, columns), () => normal(rng) * deviation);
}

function sizes(B: number, width: number, h: number, C: number): Sizes {
  return { B, in: width, h, C };
}

function drawCase(rng: Rng, name: string): Case {
  const kind = KINDS[name];
  const size = kind ? kind.draw(rng) : sizes(11, 4, 7, 3);
  for (let draw = 0; draw < MOST_DRAWS; draw++) {
    const X = normalMatrix(rng, size.B, size.in);
    const params = drawParams(rng, size);
    const cache = forward('relu', X, params);
    if (!isClear(cache, size)) continue;
    const y = Int32Array.from((kind?.labels ?? anyLabels)(rng, size));
    if (name === ALMOST_RIGHT) favour(y[0] ?? 0, named(params, 'b2'), named(cache, 'z2'));
    return { ...size, name, X, y, params, pass: lossAndGrads('relu', X, y, params) };
  }
  throw new Error(`no draw of "${name}" stayed clear of kinks`);
}

/** p - 1 has few digits left here, so work that was done in float32 shows. */
const ALMOST_RIGHT = 'one example, predicted almost right';
/** Logit of the true class above the largest other: p is about 0.999, and the others' stay above SMALLEST_P. */
const FAVOUR = 7;

/** Sets the biases so that the one example's logits are all 0 but for the true class. */
function favour(label: number, b2: NdArray, z2: NdArray): void {
  b2.data.forEach((bias, c) => (b2.data[c] = bias - (z2.data[c] ?? 0) + (c === label ? FAVOUR : c / 10)));
}

/** He-scaled weights, and biases large enough that leaving them out shows. */
function drawParams(rng: Rng, { in: width, h, C }: Sizes): Params {
  return {
    W1: normalMatrix(rng, width, h, Math.sqrt(2 / width)),
    b1: vector(normalMatrix(rng, 1, h, 0.5).data),
    W2: normalMatrix(rng, h, C, Math.sqrt(1 / h)),
    b2: vector(normalMatrix(rng, 1, C, 0.5).data),
  };
}

/** Clear of kinks and of vanishing p, with active and inactive units in every layer that a mistake could touch. */
function isClear(cache: Record<string, NdArray>, { B, h }: Sizes): boolean {
  const { data } = named(cache, 'z1');
  const active = data.reduce((count, z) => count + (z > 0 ? 1 : 0), 0);
  const fewest = Math.max(1, Math.floor((B * h) / 5));
  return (
    data.every((z) => Math.abs(z) >= CLEAR_OF_KINKS) &&
    active >= fewest &&
    B * h - active >= fewest &&
    named(cache, 'z2').data.some((z) => z < 0) &&
    named(cache, 'p').data.every((p) => p >= SMALLEST_P)
  );
}

function shuffled(rng: Rng, items: number[]): number[] {
  const order = items.map((item) => ({ item, at: rng() }));
  return order.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
}

/** Logits that overflow or underflow without care; `spread` is how far rows lie apart. */
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
    const noise = scale(normalMatrix(rng, centres.length, C), 1);
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
      z: around([1e4, 1e4, 1e4], [0, 1, 0], [-1e4, -1e4, -1e4]),
      y: Int32Array.of(0, 1, 2),
    },
    {
      name: 'logits from -1e4 to 1e4 in one row',
      z: around([1e4, 0, -1e4], [-1e4, 1e4, 0]),
      y: Int32Array.of(0, 1),
    },
    // exp(725) overflows and exp(-725) does not quite underflow: this parts a wrong shift from a log without a guard.
    { name: 'logits 725 apart', z: matrix(2, 3, [1, -724, 0, -1, 0.5, -724.5]), y: Int32Array.of(0, 1) },
    { name: 'a true class whose p underflows', z: around([600, 0, -200], [1, 0, 0]), y: Int32Array.of(2, 0) },
  ];
}
