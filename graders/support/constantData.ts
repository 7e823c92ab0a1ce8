// A set whose batches hardly ever change: one example over and over, and one of each other class somewhere among them.

import { depthOf, layers, named, type Params } from '../../reference/float64/mlp.ts';
import type { Labelled } from '../../reference/datasets/clusters.ts';
import { at, columnsOf, matrix, rowsOf } from '../../reference/ndarray.ts';
import { integer, normal, type Rng } from './random.ts';

export const CLASSES = 3;
export const WIDTH = 4;
/** So many that a batch of a few hardly ever meets one of the others. */
const EXAMPLES = 1024;
/** Examples of which one wakes most units. */
const CANDIDATES = 50;

/** One example over and over, of class 0, and one of each other class somewhere among them. */
export function constantData(rng: Rng, example: readonly number[], examples: number = EXAMPLES): Labelled {
  const X = matrix(examples, WIDTH);
  const y = new Int32Array(examples);
  for (let i = 0; i < examples; i++) X.data.set(example, i * WIDTH);
  for (let label = 1; label < CLASSES; label++) {
    const place = integer(rng, 0, examples / 2 - 1) * 2 + label - 1; // one even, one odd: never the same
    y[place] = label;
    X.data.set(drawExample(rng), place * WIDTH);
  }
  return { X, y, classes: CLASSES };
}

/** The same data with this example for the plain one, and its class and the plain one's exchanged. */
export function dataOf(other: Labelled, { X, y, classes }: Labelled): Labelled {
  const [label = 0] = other.y;
  const width = columnsOf(X);
  const all = matrix(rowsOf(X), width, Array.from(X.data));
  y.forEach((was, i) => {
    if (was === 0) all.data.set(other.X.data, i * width);
  });
  const labels = y.map((was) => (was === 0 ? label : was === label ? 0 : was));
  return { X: all, y: labels, classes };
}

/** The example that a constant set holds over and over. */
export function drawExample(rng: Rng): number[] {
  return Array.from({ length: WIDTH }, () => normal(rng));
}

/** Of many examples the one with most active units in the layer where the fewest are. */
export function liveliest(rng: Rng, params: Params): number[] {
  const examples = Array.from({ length: CANDIDATES }, () => drawExample(rng));
  const cache = layers('relu', matrix(CANDIDATES, WIDTH, examples.flat()), params);
  const active = (i: number) =>
    Math.min(
      ...Array.from({ length: depthOf(params) - 1 }, (_, layer) => {
        const a = named(cache, `a${layer + 1}`); // (CANDIDATES, h)
        return Array.from({ length: columnsOf(a) }, (__, j) => at(a, i, j)).filter((each) => each > 0).length;
      }),
    );
  return examples.reduce(
    (best, example, i) => {
      const units = active(i);
      return units > best.units ? { example, units } : best;
    },
    { example: examples[0] ?? [], units: 0 },
  ).example;
}
