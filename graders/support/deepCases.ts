// The inputs of the three-layer exercise: networks with two hidden layers, each with the property its name says.

import { makeLarge, moveToKink, repeatAndBlank, zeroSome, type Draft } from './corners.ts';
import { anyLabels, firstTwoAlike, unbalanced, without, type Labels } from './labels.ts';
import { drawProblem, type Problem } from './problem.ts';
import { integer, stream, type Rng } from './random.ts';

/** A network d_in -> h1 -> h2 -> out and a batch. */
export interface DeepCase extends Problem {
  widths: [width: number, h1: number, h2: number, C: number];
}

interface Kind {
  draw: (rng: Rng) => { B: number; widths: DeepCase['widths'] };
  labels?: Labels;
  isAlmostRight?: boolean;
  corner?: (draft: Draft) => void;
  isForFloat64Alone?: boolean;
}

/** Every kind of network that 04 is tried on. B differs from all widths but where the name says so. */
const KINDS: Record<string, Kind> = {
  'sizes that all differ': {
    draw: (r) => ({ B: integer(r, 11, 13), widths: [4, integer(r, 7, 8), 5, 3] }),
  },
  'a wider second layer': {
    draw: (r) => ({ B: integer(r, 10, 12), widths: [4, 5, integer(r, 7, 8), 3] }),
  },
  'a square middle layer': {
    draw: (r) => ({ B: integer(r, 10, 12), widths: [integer(r, 4, 5), 6, 6, 3] }),
  },
  'a square middle layer, other sizes': {
    draw: (r) => ({ B: integer(r, 8, 9), widths: [3, 7, 7, integer(r, 4, 5)] }),
  },
  'square weights': { draw: (r) => ({ B: integer(r, 7, 9), widths: [4, 4, 4, 4] }) },
  'as many hidden units as classes': { draw: (r) => ({ B: integer(r, 8, 10), widths: [3, 7, 5, 5] }) },
  'as many inputs as hidden units': { draw: (r) => ({ B: integer(r, 8, 10), widths: [5, 5, 7, 3] }) },
  'as many examples as units in the first layer': { draw: () => ({ B: 7, widths: [4, 7, 5, 3] }) },
  'as many examples as units in the second layer': { draw: () => ({ B: 6, widths: [4, 8, 6, 3] }) },
  'as many examples as inputs': { draw: (r) => ({ B: 6, widths: [6, integer(r, 7, 9), 5, 3] }) },
  'as many examples as classes': { draw: () => ({ B: 5, widths: [3, 8, 6, 5] }) },
  'one example': {
    draw: (r) => ({ B: 1, widths: [4, integer(r, 9, 11), 8, 3] }),
    labels: (r, { C }) => [integer(r, 0, C - 2)],
  },
  'one example, predicted almost right': {
    draw: (r) => ({ B: 1, widths: [4, integer(r, 9, 11), 8, 3] }),
    labels: (r, { C }) => [integer(r, 0, C - 1)],
    // p - 1 has few digits left here, so work that was done in float32 shows
    isAlmostRight: true,
  },
  'the last class missing': {
    draw: (r) => ({ B: integer(r, 10, 12), widths: [4, 7, 6, 5] }),
    labels: without((C) => C - 1),
  },
  'the last class missing, other sizes': {
    draw: (r) => ({ B: integer(r, 7, 8), widths: [5, 6, 9, 3] }),
    labels: without((C) => C - 1),
  },
  'a middle class missing': {
    draw: (r) => ({ B: integer(r, 8, 9), widths: [5, 6, 7, 4] }),
    labels: without(() => 1),
  },
  'most examples of one class': {
    draw: (r) => ({ B: integer(r, 14, 16), widths: [3, 7, 5, 4] }),
    labels: unbalanced,
  },
  'two classes': { draw: (r) => ({ B: integer(r, 9, 10), widths: [4, 7, 5, 2] }) },
  'one unit in the first layer': { draw: (r) => ({ B: integer(r, 8, 10), widths: [4, 1, 6, 3] }) },
  'one unit in the second layer': { draw: (r) => ({ B: integer(r, 8, 10), widths: [4, 6, 1, 3] }) },
  'a large batch': { draw: (r) => ({ B: integer(r, 66, 75), widths: [3, 4, 4, 3] }) },
  'zeros among the inputs, and no biases': {
    draw: (r) => ({ B: integer(r, 8, 9), widths: [5, 7, 6, 4] }),
    corner: zeroSome,
  },
  'one example twice, and a blank one': {
    draw: (r) => ({ B: integer(r, 8, 9), widths: [5, 7, 6, 4] }),
    labels: firstTwoAlike,
    corner: repeatAndBlank,
  },
  'one example, large inputs and weights': { ...oneExample(makeLarge), isForFloat64Alone: true },
  'one example, units next to 0': oneExample(moveToKink),
};

function oneExample(corner: (draft: Draft) => void): Kind {
  return {
    draw: (r) => ({ B: 1, widths: [4, integer(r, 9, 11), 8, 3] }),
    labels: (r, { C }) => [integer(r, 0, C - 1)],
    corner,
  };
}

/** All cases of the exercise, drawn from its seed. */
export function drawDeepCases(seed: number, exercise: string): DeepCase[] {
  return Object.entries(KINDS).map(([name, kind]) =>
    drawOne(stream(seed, `${exercise} ${name}`), name, kind),
  );
}

/** Two cases of the same sizes with nothing else in common. */
export function drawDeepTwins(seed: number, exercise: string): [DeepCase, DeepCase] {
  const rng = stream(seed, `${exercise} twins`);
  const kind: Kind = { draw: () => ({ B: 10, widths: [4, 7, 6, 3] }) };
  return [drawOne(rng, 'a batch', kind), drawOne(rng, 'another batch', kind)];
}

/** The sizes of a case in words, for messages. */
export function deepInWords({ name, B, widths: [width, h1, h2, C] }: DeepCase): string {
  const examples = `${B} ${B === 1 ? 'example' : 'examples'}`;
  return `${name}: ${examples}, ${width} inputs, ${h1} and ${h2} hidden units, ${C} classes`;
}

function drawOne(rng: Rng, name: string, { draw, labels = anyLabels, ...rest }: Kind): DeepCase {
  const { B, widths } = draw(rng);
  return { widths, ...drawProblem(rng, { name, B, widths, activation: 'relu', labels, ...rest }) };
}
