// The numeric proof of a gradient: central differences in float64.
//
// The element-wise relative error that courses print, |a - n| / max(|a|, |n|), fails right code: an entry of 1e-9 carries
// rounding as large as itself. So the bound below has an absolute part, and kinks of relu are stepped round, not averaged.

import type { NdArray } from './ndarray.ts';

/** The step is this times max(1, |theta|): near the cube root of float64's epsilon, where truncation and rounding balance. */
const STEP = 1e-5;
/** No step gets smaller than this share of STEP when a kink is near: below it rounding outweighs the gradient. */
const SMALLEST_STEP = 1e-2;
/** Rounding of the loss (1e-16) divided by the step, with room for a loss of about 100. */
const ABSOLUTE_TOLERANCE = 1e-7;
/** Truncation of a central difference is about step^2; right code was never off by more than 2e-9 in 40 seeds. */
const RELATIVE_TOLERANCE = 1e-5;
/** At least this share of a tensor's entries has to lie clear of kinks, or the check proves too little. */
export const SMALLEST_SHARE_CHECKED = 0.95;

/** The loss at some parameters; `signs` tells on which side of every kink it was taken. */
export interface LossAt {
  loss: number;
  /** One entry a pre-activation: whether it is above 0. Empty for smooth networks. */
  signs: readonly boolean[];
}

/** Numeric gradient of one tensor; NaN where a kink kept every step from being taken. */
export interface NumericGradient {
  gradient: NdArray;
  shareChecked: number;
}

/**
 * Central differences `(L(theta + h) - L(theta - h)) / (up - down)` for every entry of `theta`, which is changed in place
 * and put back. The divisor is the step really taken, after rounding. `lossAt` is called with theta changed; it may be async.
 */
export async function numericGradient(
  theta: NdArray,
  lossAt: () => LossAt | Promise<LossAt>,
): Promise<NumericGradient> {
  const gradient: NdArray = { shape: [...theta.shape], data: new Float64Array(theta.data.length) };
  let checked = 0;
  for (let index = 0; index < theta.data.length; index++) {
    const slope = await slopeAt(theta.data, index, lossAt);
    gradient.data[index] = slope;
    if (!Number.isNaN(slope)) checked++;
  }
  return { gradient, shareChecked: theta.data.length === 0 ? 1 : checked / theta.data.length };
}

/** Whether analytic `a` and numeric `n` agree: `|a - n| <= 1e-7 + 1e-5 max(|a|, |n|)`. NaN and Infinity never agree. */
export function agrees(a: number, n: number): boolean {
  const bound = ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(n));
  return Number.isFinite(a) && Number.isFinite(n) && Math.abs(a - n) <= bound;
}

/** One slope; where both ends lie on different sides of a kink the step shrinks tenfold, at last NaN. */
async function slopeAt(
  data: Float64Array,
  index: number,
  lossAt: () => LossAt | Promise<LossAt>,
): Promise<number> {
  const value = data[index] ?? 0;
  for (let shrink = 1; shrink >= SMALLEST_STEP; shrink /= 10) {
    const step = STEP * shrink * Math.max(1, Math.abs(value));
    const [up, down] = [value + step, value - step];
    const above = await lossWith(data, index, up, lossAt);
    const below = await lossWith(data, index, down, lossAt);
    if (above.signs.every((sign, unit) => sign === below.signs[unit])) {
      return (above.loss - below.loss) / (up - down);
    }
  }
  return Number.NaN;
}

/** The loss with one entry replaced; it is put back whatever `lossAt` does. */
async function lossWith(
  data: Float64Array,
  index: number,
  replacement: number,
  lossAt: () => LossAt | Promise<LossAt>,
): Promise<LossAt> {
  const value = data[index] ?? 0;
  data[index] = replacement;
  try {
    return await lossAt();
  } finally {
    data[index] = value;
  }
}
