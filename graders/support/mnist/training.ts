// One run of a student's `train`, and what came of it.

import { StudentFault, type Argument, type Step } from '../../../harness/sandbox/host.ts';
import type { Script } from '../../../harness/job.ts';
import type { Params } from '../../../reference/float64/mlp.ts';
import { CheckFailure } from '../failure.ts';
import { callFaultInWords, isAbsent } from '../faults.ts';
import type { Student } from '../student.ts';
import { OUT_OF_BOUNDS, readHistory, readWeights, type History } from './readTraining.ts';
import type { DigitSet } from './sets.ts';

export interface Options {
  epochs: number;
  batchSize: number;
  hidden: number;
  lr: number;
  weightDecay: number;
  seed: number;
}

/** As the stub of 06 has them; the seed comes from the job. */
export const COURSE_OPTIONS = { epochs: 5, batchSize: 128, hidden: 256, lr: 0.2, weightDecay: 1e-4 };

/** What a run trains on, and the words for it in messages. */
export interface Plan {
  words: string;
  train: DigitSet;
  validation: DigitSet;
  options: Options;
  /** Whether the arrays are wanted back, to see that none was changed. */
  isWatched?: boolean;
  /** Whether nobody listens: `onStep` is not there then. */
  isUnheard?: boolean;
}

export interface Training extends Plan {
  /** Null where it did not come, or not as the exercise asks: `flaws` says how; broken weights hold NaN. */
  weights: Params | null;
  history: History | null;
  flaws: { weights: string | null; history: string | null; isBroken: boolean };
  fault: StudentFault | null;
  /** What `onStep` was told, ten times a second at the most; it is there though the call never returned. */
  heard: Step[];
  seconds: number;
}

const NO_FLAWS = { weights: null, history: null, isBroken: false };

/** Steps of a plan where every short last batch is used. */
export function stepsOf({ options: { epochs, batchSize }, train }: Plan): number {
  return epochs * Math.ceil(train.digits.count / batchSize);
}

/** Runs `train` once. A fault of the student's code becomes part of what it gives. */
export async function runTraining(
  student: Student,
  plan: Plan,
  tell: (step: Step) => void = () => {},
): Promise<Training> {
  const heard: Step[] = [];
  const started = performance.now();
  const training = { ...plan, weights: null, history: null, flaws: NO_FLAWS, heard };
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const { value } = await student.call('train', argumentsOf(plan), {
      read: ['weights', 'history'],
      mayChange: plan.isWatched !== true,
      onStep: (step) => {
        heard.push(step);
        tell(step);
      },
    });
    const weights = readWeights(value, plan.options.hidden);
    const history = readHistory(value);
    return {
      ...training,
      ...(typeof weights === 'string' ? {} : { weights }),
      ...(typeof history === 'string' ? {} : { history }),
      flaws: {
        weights: sentence(weights),
        history: sentence(history),
        isBroken: typeof weights === 'string' && weights.endsWith(OUT_OF_BOUNDS),
      },
      fault: null,
      seconds: seconds(),
    };
  } catch (error) {
    if (!(error instanceof StudentFault) || error === student.failedToLoad) throw error;
    return { ...training, fault: error, seconds: seconds() };
  }
}

function argumentsOf({ train, validation, options, isUnheard = false }: Plan): Record<string, Argument> {
  return {
    trainSet: train.given,
    valSet: validation.given,
    options: { ...options, ...(isUnheard ? {} : { onStep: { kind: 'listener' } }) },
  };
}

function sentence(read: object | string): string | null {
  return typeof read === 'string' ? read : null;
}

/** A run with weights. */
export type Trained = Training & { weights: Params };
/** A run with weights and a history. */
export type Recorded = Trained & { history: History };

/** Fails where a run gave no weights, with the mistake behind it where one is known. */
export function requireWeights(
  training: Training,
  script: Script,
  misconception: string | null = null,
): Trained {
  requireReturn(training, script);
  const { weights, flaws } = training;
  if (weights) return { ...training, weights };
  throw new CheckFailure(`${flaws.weights} ${seenOn(training)}`, { misconception });
}

/** Fails where a run gave no weights or no history. */
export function requireHistory(training: Training, script: Script): Recorded {
  const trained = requireWeights(training, script);
  const { history, flaws } = training;
  if (history) return { ...trained, history };
  throw new CheckFailure(`${flaws.history} ${seenOn(training)}`);
}

function requireReturn(training: Training, script: Script): void {
  const { fault } = training;
  if (!fault) return;
  const said = callFaultInWords(fault, 'train', script);
  if (isAbsent(fault)) throw new CheckFailure(said);
  const seen = fault.kind === 'threw' ? ` ${seenOn(training)}` : '';
  throw new CheckFailure(`${said}${reached(training)}${seen}`, {
    timedOut: fault.kind === 'timed-out',
  });
}

/** How far a run came that never returned. */
function reached({ heard, fault, ...plan }: Training): string {
  const last = heard.at(-1);
  if (!last || fault?.kind === 'threw') return '';
  return ` It had come to step ${last.step} of about ${stepsOf(plan)}, at a loss of ${last.loss.toFixed(3)}.`;
}

/** The run a message is about. */
export function seenOn({ words }: Pick<Plan, 'words'>): string {
  return `Seen on ${words}.`;
}
