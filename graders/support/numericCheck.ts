// Gradients against central differences: of the float64 reference's loss, which proves them without any backward pass,
// and of the student's own loss, which tells in which part a fault sits.

import { forward, lossAndGrads, named, type Params } from '../../reference/float64/mlp.ts';
import { crossEntropy } from '../../reference/float64/softmax.ts';
import {
  agrees,
  numericGradient,
  SMALLEST_SHARE_CHECKED,
  type LossAt,
} from '../../reference/gradientCheck.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { map, zip, type NdArray } from '../../reference/ndarray.ts';
import { StudentFault, type Value } from '../../harness/sandbox/host.ts';
import type { Job } from '../../harness/job.ts';
import type { Case } from './cases.ts';
import { CheckFailure } from './failure.ts';
import { indexOf, isClose, show } from './compare.ts';
import { readTensor } from './read.ts';
import { Student } from './student.ts';
import type { Trial } from './trial.ts';

/** Steps of gradient descent to a point that is no longer an initialisation: gradients are small and uneven there. */
const BURN_IN_STEPS = 60;
const BURN_IN_RATE = 0.5;
/** So many cases are checked entry by entry, each also after the burn-in. */
const CASES_CHECKED = 2;

export type Part = 'forward' | 'loss' | 'backward';

/** Fails where a gradient is not the slope of the reference's loss. An unsound numeric gradient is an error of ours. */
export async function judgeNumerically(
  cases: readonly Case[],
  gradientsOn: (at: Case) => Promise<Tensors | null>,
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

/** In which part the fault of a wrong backward pass sits: where its gradients are the slopes of the student's own loss, not in it. */
export async function placeFault(
  job: Job,
  cases: readonly Case[],
  backwardOn: (at: Case) => Promise<Trial<unknown>>,
): Promise<Part> {
  if (job.forward === null) return 'backward';
  const limits = { ...job.limits, exerciseMs: job.limits.callMs }; // it only diagnoses: no longer than one call may take
  const own = new Student({ ...job, limits, exports: ['forward', 'crossEntropy'] }, job.forward);
  try {
    for (const each of bySize(cases)) {
      const trial = await backwardOn(each);
      if (trial.right || trial.got === null) continue;
      const numeric = await slopes(each.params, (params) => ownLoss(own, each, params));
      const follows = Object.entries(numeric).every(
        ([name, slope]) => firstDisagreement(trial.got?.[name], slope) === null,
      );
      return follows ? await wrongPart(own, each) : 'backward';
    }
    return 'backward';
  } catch (error) {
    // A loss that cannot be read, or is no smooth function of the parameters, places nothing.
    if (error instanceof StudentFault || error instanceof TooManyKinks) return 'backward';
    throw error;
  } finally {
    await own.close();
  }
}

/** A loss whose slopes cannot be told; of the reference's own loss, an error of ours. */
class TooManyKinks extends Error {
  override name = 'TooManyKinks';
}

/** Central differences for every parameter, under the names of the gradients. */
async function slopes(
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

function referenceLoss({ X, y }: Case, params: Params): LossAt {
  const cache = forward('relu', X, params);
  return { loss: crossEntropy(named(cache, 'z2'), y), signs: signsOf(named(cache, 'z1')) };
}

/** The student's own forward and crossEntropy; a loss that cannot be read places nothing. */
async function ownLoss(own: Student, { X, y, B, C, h }: Case, params: Params): Promise<LossAt> {
  const { value } = await own.call('forward', { X, params }, { read: ['z1', 'z2'] });
  const entries = value.kind === 'record' ? value.entries : new Map<string, Value>();
  const [z1, z2] = [readTensor('z1', entries.get('z1'), [B, h]), readTensor('z2', entries.get('z2'), [B, C])];
  if (typeof z1 === 'string' || typeof z2 === 'string')
    throw new StudentFault('threw', 'forward gave no arrays');
  const loss = await own.call('crossEntropy', { logits: z2, y }, { read: null });
  return { loss: loss.value.kind === 'number' ? loss.value.number : Number.NaN, signs: signsOf(z1) };
}

async function wrongPart(own: Student, each: Case): Promise<Part> {
  const { value } = await own.call('forward', { X: each.X, params: each.params }, { read: ['z2'] });
  const z2 = readTensor('z2', value.kind === 'record' ? value.entries.get('z2') : undefined, [
    each.B,
    each.C,
  ]);
  return typeof z2 !== 'string' && isClose(z2, named(each.pass.cache, 'z2'), 'forward') ? 'loss' : 'forward';
}

/** The first entry that disagrees; entries at a kink say nothing. */
function firstDisagreement(got: NdArray | undefined, slope: NdArray): number | null {
  if (!got || got.data.length !== slope.data.length) return 0;
  const index = slope.data.findIndex((n, i) => !Number.isNaN(n) && !agrees(got.data[i] ?? Number.NaN, n));
  return index < 0 ? null : index;
}

function requireAgreement(name: string, reference: NdArray, slope: NdArray): void {
  if (firstDisagreement(reference, slope) === null) return;
  throw new Error(`the reference's own ${name} is not the slope of its loss`);
}

/** The case after some training, by the reference. */
function burnIn(each: Case): Case {
  let { params } = each;
  for (let step = 0; step < BURN_IN_STEPS; step++) {
    const { grads } = lossAndGrads('relu', each.X, each.y, params);
    params = Object.fromEntries(
      Object.entries(params).map(([name, theta]) => [
        name,
        zip(theta, named(grads, `d${name}`), (value, grad) => value - BURN_IN_RATE * grad),
      ]),
    );
  }
  return {
    ...each,
    name: `${each.name}, after some training`,
    params,
    pass: lossAndGrads('relu', each.X, each.y, params),
  };
}

function bySize(cases: readonly Case[]): Case[] {
  const parameters = ({ in: width, h, C }: Case) => (width + 1) * h + (h + 1) * C;
  return [...cases].filter(({ B }) => B > 1).toSorted((a, b) => parameters(a) - parameters(b));
}

function signsOf(z: NdArray): boolean[] {
  return Array.from(z.data, (value) => value > 0);
}
