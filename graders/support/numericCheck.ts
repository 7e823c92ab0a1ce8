// Gradients against central differences of the float64 reference's loss, which prove them without any backward pass.

import { stepped } from '../../reference/float64/descent.ts';
import { depthOf, layers, lossAndGrads, named, type Params } from '../../reference/float64/mlp.ts';
import { crossEntropy } from '../../reference/float64/softmax.ts';
import {
  agrees,
  numericGradient,
  SMALLEST_SHARE_CHECKED,
  type LossAt,
} from '../../reference/gradientCheck.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { map, type NdArray } from '../../reference/ndarray.ts';
import { CheckFailure } from './failure.ts';
import { indexOf, show } from './compare.ts';
import type { Problem } from './problem.ts';

/** Steps of gradient descent to a point that is no longer an initialisation: gradients are small and uneven there. */
const BURN_IN_STEPS = 60;
const BURN_IN_RATE = 0.5;
/** So many cases are checked entry by entry, each also after the burn-in. */
const CASES_CHECKED = 2;

/** Fails where a gradient is not the slope of the reference's loss. An unsound numeric gradient is an error of ours. */
export async function judgeNumerically<Each extends Problem>(
  cases: readonly Each[],
  gradientsOn: (at: Each) => Promise<Tensors | null>,
  misconception: () => Promise<string | null>,
): Promise<void> {
  const points = cases.slice(0, CASES_CHECKED).flatMap((each) => [each, burnIn(each)]);
  for (const point of points) {
    const got = await gradientsOn(point);
    const numeric = await slopes(point.params, (params) => referenceLoss(point, params));
    for (const [name, slope] of Object.entries(numeric)) {
      requireAgreement(name, named(point.pass.grads, name), slope);
      const worst = firstDisagreement(got?.[name], slope);
      if (worst === null) continue;
      const came = got?.[name]?.data[worst] ?? Number.NaN;
      const where = `${name}[${indexOf(worst, slope.shape)}]`;
      throw new CheckFailure(
        `${where} is ${show(came)}, but the loss rises there by ${show(slope.data[worst] ?? 0)} a unit: ` +
          `the gradient is not the slope of the loss. Seen on ${point.name}.`,
        { misconception: await misconception(), evidence: { where, input: point.name } },
      );
    }
  }
}

/** A loss whose slopes cannot be told; of the reference's own loss, an error of ours. */
export class TooManyKinks extends Error {
  override name = 'TooManyKinks';
}

/** Central differences for every parameter, under the names of the gradients. */
export async function slopes(
  params: Params,
  lossAt: (params: Params) => LossAt | Promise<LossAt>,
): Promise<Tensors> {
  const copies = Object.fromEntries(
    Object.entries(params).map(([name, theta]) => [name, map(theta, (value) => value)]),
  );
  const found: Tensors = {};
  for (const [name, theta] of Object.entries(copies)) {
    const { gradient, shareChecked } = await numericGradient(theta, () => lossAt(copies));
    if (shareChecked < SMALLEST_SHARE_CHECKED)
      throw new TooManyKinks(`only ${shareChecked} of ${name} lies clear of kinks`);
    found[`d${name}`] = gradient;
  }
  return found;
}

function referenceLoss({ activation, X, y }: Problem, params: Params): LossAt {
  const cache = layers(activation, X, params);
  const depth = depthOf(params);
  return {
    loss: crossEntropy(named(cache, `z${depth}`), y),
    signs: activation === 'relu' ? kinksOf(cache, depth) : [],
  };
}

/** On which side of relu's kink every hidden pre-activation lies. */
export function kinksOf(cache: Tensors, depth: number): boolean[] {
  const signs: boolean[] = [];
  for (let layer = 1; layer < depth; layer++)
    for (const z of named(cache, `z${layer}`).data) signs.push(z > 0);
  return signs;
}

/** The first entry that disagrees; entries at a kink say nothing. */
export function firstDisagreement(got: NdArray | undefined, slope: NdArray): number | null {
  if (!got || got.data.length !== slope.data.length) return 0;
  const index = slope.data.findIndex((n, i) => !Number.isNaN(n) && !agrees(got.data[i] ?? Number.NaN, n));
  return index < 0 ? null : index;
}

function requireAgreement(name: string, reference: NdArray, slope: NdArray): void {
  if (firstDisagreement(reference, slope) === null) return;
  throw new Error(`the reference's own ${name} is not the slope of its loss`);
}

/** The case after some training, by the reference. */
function burnIn<Each extends Problem>(each: Each): Each {
  let { params } = each;
  for (let step = 0; step < BURN_IN_STEPS; step++) {
    const { grads } = lossAndGrads(each.activation, each.X, each.y, params);
    params = stepped({ params, grads, lr: BURN_IN_RATE });
  }
  return {
    ...each,
    name: `${each.name}, after some training`,
    params,
    pass: lossAndGrads(each.activation, each.X, each.y, params),
  };
}
