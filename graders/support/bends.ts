// How a network bends along lines through its input space: a relu unit bends it at one point, and nothing else does.

import { matrix, rowsOf, scale, type NdArray } from '../../reference/ndarray.ts';
import { normal, type Rng } from './random.ts';
import { CLASSES, INPUTS } from './tfModel.ts';

/** A bend along a line: at which point of it, and in which direction of the logits. */
export interface Bend {
  at: number;
  direction: number[];
}

/** Points of one line, at even angles: t = tan(angle) covers all of it, and cos(angle) times a line in t is a sine. */
const POINTS = 1024;
const ANGLE = Math.PI / POINTS;
/** A bend of the weakest of 16 units is some 1e-4 of the largest value; rounding of float32 stays below 2e-6. */
const SMALLEST_BEND = 6e-6;
/** A power of 2, so that nothing is rounded; a trained b1 of 1 shifts a bend by a thirtieth of a point. */
const FAR = 2 ** 13;

/** A line in input space as the points to ask for, float32 as the network sees them: (POINTS, 4). */
export function drawLine(rng: Rng): NdArray {
  const [base, direction] = [0, 1].map(() => Array.from({ length: INPUTS }, () => normal(rng)));
  const points = Array.from({ length: POINTS }, (_, k) => Math.tan(angleOf(k))).flatMap((t) =>
    (base ?? []).map((b, i) => Math.fround(b + t * (direction?.[i] ?? 0))),
  );
  return matrix(POINTS, INPUTS, points);
}

/** The line as far away as to make b1 nothing beside X W1: where a unit bends there is a matter of W1 alone. */
export function farFrom(line: NdArray): NdArray {
  return scale(line, FAR);
}

/** The bends of the logits along a line, (POINTS, 3): a run of up to two points is one bend. */
export function bendsAlong(logits: NdArray): Bend[] {
  const bent = seconds(logits);
  const most = Math.max(...scaledBy(logits).map(Math.abs));
  const bends: Bend[] = [];
  let run = 0;
  for (const { at, change } of bent) {
    if (!(norm(change) > SMALLEST_BEND * most)) {
      run = 0;
      continue;
    }
    if (run++ % 2 === 0) bends.push({ at, direction: unit(change) });
  }
  return bends;
}

interface Second {
  at: number;
  change: number[];
}

/** What is left of sin and cos in three neighbours, g(k + 1) + g(k - 1) - 2 cos(angle) g(k): 0 but at bends. */
function seconds(logits: NdArray): Second[] {
  const g = scaledBy(logits);
  const value = (k: number, c: number) => g[k * CLASSES + c] ?? Number.NaN;
  return Array.from({ length: rowsOf(logits) - 2 }, (_, index) => {
    const at = index + 1;
    const change = Array.from(
      { length: CLASSES },
      (__, c) => value(at + 1, c) + value(at - 1, c) - 2 * Math.cos(ANGLE) * value(at, c),
    );
    return { at, change };
  });
}

function scaledBy({ data }: NdArray): number[] {
  return Array.from(data, (value, index) => value * Math.cos(angleOf(Math.floor(index / CLASSES))));
}

function angleOf(k: number): number {
  return -Math.PI / 2 + (k + 0.5) * ANGLE;
}

function norm(vector: readonly number[]): number {
  return Math.hypot(...vector);
}

function unit(vector: readonly number[]): number[] {
  const length = norm(vector);
  return vector.map((value) => value / length);
}
