// In which part of a student's network a fault sits: gradients that are the slopes of the student's own loss are right
// for that loss, so what is wrong comes before them.

import { depthOf, named, type Params } from '../../reference/float64/mlp.ts';
import { crossEntropy } from '../../reference/float64/softmax.ts';
import type { LossAt } from '../../reference/gradientCheck.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';
import type { Job } from '../../harness/job.ts';
import type { Case } from './cases.ts';
import { isClose } from './compare.ts';
import { firstDisagreement, kinksOf, slopes, TooManyKinks } from './numericCheck.ts';
import type { Problem } from './problem.ts';
import { ownGradients, ownPass, readEntries } from './ownNetwork.ts';
import { Student } from './student.ts';
import type { Trial } from './trial.ts';

export type Part = 'forward' | 'loss' | 'backward';

/** For 02: the loss is that of the submission's 01-forward, if it is there. */
export async function placeFault(
  job: Job,
  cases: readonly Case[],
  backwardOn: (at: Case) => Promise<Trial<unknown>>,
): Promise<Part> {
  if (job.forward === null) return 'backward';
  const own = new Student(
    { ...diagnosing(job), exports: ['forward', 'crossEntropy'] },
    { script: job.forward },
  );
  return unlessUnclear(own, async () => {
    for (const each of bySize(cases)) {
      const trial = await backwardOn(each);
      if (trial.right || trial.got === null) continue;
      const numeric = await slopes(each.params, (params) => ownLoss(own, each, params));
      return follows(trial.got, numeric) ? wrongPart(own, each) : 'backward';
    }
    return 'backward';
  });
}

/** For exercises with a forward of their own: the loss is the reference's cross-entropy of what that gives. */
export async function placeInNetwork(job: Job, problems: readonly Problem[]): Promise<Part> {
  const own = new Student(diagnosing(job));
  return unlessUnclear(own, async () => {
    for (const each of bySize(problems)) {
      const cache = await ownPass(own, each.X, each.params);
      if (Object.entries(cache).every(([name, got]) => isClose(got, named(each.pass.cache, name), 'forward')))
        continue;
      const got = await ownGradients(own, each, cache);
      const numeric = await slopes(each.params, async (params) => {
        const pass = await ownPass(own, each.X, params);
        const depth = depthOf(params);
        return { loss: crossEntropy(named(pass, `z${depth}`), each.y), signs: kinksOf(pass, depth) };
      });
      return follows(got, numeric) ? 'forward' : 'backward';
    }
    return 'backward';
  });
}

/** It only diagnoses: no longer than one call may take. */
function diagnosing(job: Job): Job {
  return { ...job, limits: { ...job.limits, exerciseMs: job.limits.callMs } };
}

/** A loss that cannot be read, or is no smooth function of the parameters, places nothing. */
async function unlessUnclear(own: Student, place: () => Promise<Part>): Promise<Part> {
  try {
    return await place();
  } catch (error) {
    if (error instanceof StudentFault || error instanceof TooManyKinks) return 'backward';
    throw error;
  } finally {
    await own.close();
  }
}

function follows(got: Tensors, numeric: Tensors): boolean {
  return Object.entries(numeric).every(([name, slope]) => firstDisagreement(got[name], slope) === null);
}

/** The student's own forward and crossEntropy. */
async function ownLoss(own: Student, { X, y, B, C, h }: Case, params: Params): Promise<LossAt> {
  const { z1, z2 } = await readEntries(own, 'forward', { X, params }, { z1: [B, h], z2: [B, C] });
  const loss = await own.call('crossEntropy', { logits: z2 as NonNullable<typeof z2>, y }, { read: null });
  return {
    loss: loss.value.kind === 'number' ? loss.value.number : Number.NaN,
    signs: kinksOf({ z1: z1 as NonNullable<typeof z1> }, 2),
  };
}

async function wrongPart(own: Student, { X, params, pass, B, C }: Case): Promise<Part> {
  const { z2 } = await readEntries(own, 'forward', { X, params }, { z2: [B, C] });
  return z2 && isClose(z2, named(pass.cache, 'z2'), 'forward') ? 'loss' : 'forward';
}

/** Smallest first; one example alone tells little. */
function bySize<Each extends Problem>(problems: readonly Each[]): Each[] {
  const parameters = ({ params }: Each) =>
    Object.values(params).reduce((count, { data }) => count + data.length, 0);
  return [...problems].filter(({ B }) => B > 1).toSorted((a, b) => parameters(a) - parameters(b));
}
