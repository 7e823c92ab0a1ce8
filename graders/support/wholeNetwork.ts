// `forward` and `backward` of a whole network, as exercises 04 and 05 ask for them: what both are tried on, and the checks
// that both share.

import { forward, named } from '../../reference/float64/mlp.ts';
import { backwardFamilies, backwardMistakes } from '../../reference/misconceptions/backward.ts';
import { gradients, type BackwardInput, type Network } from '../../reference/misconceptions/chain.ts';
import {
  forwardFamilies,
  forwardMistakes,
  type ForwardInput,
} from '../../reference/misconceptions/forward.ts';
import { range } from '../../reference/misconceptions/layers.ts';
import type { Tensors } from '../../reference/misconceptions/mistake.ts';
import { crossed } from './crossed.ts';
import type { Exercise } from './exercise.ts';
import { placeInNetwork } from './faultPlace.ts';
import { labelsLinger } from './lingering.ts';
import { Memory } from './memory.ts';
import { nameMistake } from './mistakes.ts';
import { mutationName } from './mutations.ts';
import { judgeNumerically } from './numericCheck.ts';
import { once } from './once.ts';
import type { Problem } from './problem.ts';
import { judgeInputs, requireAnswers } from './purity.ts';
import { Student } from './student.ts';
import type { Trial } from './trial.ts';
import { judge, skipIfFollows, tryAll, tryOne, type Attempt } from './verdict.ts';

/** The networks that a student's functions are tried on. */
export interface Tried<Each extends Problem> {
  network: Network;
  cases: readonly Each[];
  /** Two of the same sizes, to see what a function keeps from one call to the next. */
  twins: readonly [Each, Each];
  inWords: (each: Each) => string;
}

/** A student's `forward` and `backward`; they are called when a check first asks for what they give. */
export class WholeNetwork<Each extends Problem> {
  readonly passes: () => Promise<Trial<ForwardInput>[]>;
  readonly backwards: () => Promise<Trial<BackwardInput>[]>;
  /** The one mistake that explains what came; null where none does. */
  readonly forwardName: () => Promise<string | null>;
  readonly backwardName: () => Promise<string | null>;
  private readonly exercise: Exercise;
  private readonly tried: Tried<Each>;
  private readonly forwardMemory: Memory<ForwardInput>;
  private readonly backwardMemory: Memory<BackwardInput>;

  constructor(exercise: Exercise, tried: Tried<Each>) {
    const { network, cases, twins } = tried;
    const { job, student } = exercise;
    const fresh = () => new Student(job);
    const forwards = (each: Each) => this.forwardAttempt(each);
    const backs = (each: Each) => this.backwardAttempt(each);
    this.exercise = exercise;
    this.tried = tried;
    this.passes = once(() => tryAll(student, 'forward', 'forward', cases.map(forwards)));
    this.backwards = once(() => tryAll(student, 'backward', 'gradient', cases.map(backs)));
    this.forwardMemory = new Memory(fresh, {
      name: 'forward',
      rule: 'forward',
      attempts: [forwards(twins[0]), forwards(twins[1])],
      answer: ({ X, params }) => forward(network.activation, X, params),
      accumulated: null,
      crossed: crossed(...twins).map(forwards),
    });
    this.backwardMemory = new Memory(fresh, {
      name: 'backward',
      rule: 'gradient',
      attempts: [backs(twins[0]), backs(twins[1])],
      answer: (input) => gradients(network, input),
      lingering: labelsLinger,
      crossed: crossed(...twins).map(backs),
    });
    this.forwardName = once(async () => {
      const catalogue = { mistakes: forwardMistakes(network), families: forwardFamilies(network) };
      return nameMistake(await this.passes(), catalogue) ?? this.forwardMemory.name();
    });
    this.backwardName = once(async () => {
      const catalogue = { mistakes: backwardMistakes(network), families: backwardFamilies(network) };
      return nameMistake(await this.backwards(), catalogue) ?? this.backwardMemory.name();
    });
  }

  /** The checks of every array that `forward` and `backward` return, the last layer's gradients first. */
  checkValues(): void {
    const { exercise, tried, passes, backwards, forwardName, backwardName } = this;
    const { job } = exercise;
    const faultIn = once(() => placeInNetwork(job, tried.cases));
    for (const [index, tensor] of this.forwardNames.entries()) {
      const told = { function: 'forward', script: job.script, misconception: forwardName };
      exercise.check(`forward-${tensor}`, async () => {
        skipIfFollows(await passes(), tensor, this.forwardNames.slice(0, index));
        await judge(await passes(), tensor, told);
      });
    }
    for (const tensor of this.gradientNames) {
      const told = { function: 'backward', script: job.script, misconception: backwardName, faultIn };
      exercise.check(tensor, async () => judge(await backwards(), tensor, told));
    }
  }

  /** Fails where a gradient is not the slope of the loss. */
  judgeSlopes(): Promise<void> {
    const { student } = this.exercise;
    return judgeNumerically(
      this.tried.cases,
      async (each) => (await tryOne(student, 'backward', 'gradient', this.backwardAttempt(each))).got,
      () => this.backwardMemory.name(),
    );
  }

  /** Fails where one of the two changes what it is given. */
  async judgeInputs(): Promise<void> {
    const problems = [...this.tried.cases, ...this.tried.twins];
    judgeInputs(this.exercise.student, await this.everyTrial(), (mutation) =>
      mutationName(mutation, problems),
    );
  }

  /** Fails where one of the two leans on an earlier call. */
  async judgeMemory(): Promise<void> {
    const { student } = this.exercise;
    requireAnswers(await this.everyTrial());
    await this.forwardMemory.judge(student, await this.passes(), await this.forwardName());
    await this.backwardMemory.judge(student, await this.backwards(), await this.backwardName());
  }

  /** What is wrong with either, if anything: an id, or null where it has no name. */
  async namesOfFaults(): Promise<(string | null)[]> {
    const names: (string | null)[] = [];
    if ((await this.passes()).some(({ right }) => !right)) names.push(await this.forwardName());
    if ((await this.backwards()).some(({ right }) => !right)) names.push(await this.backwardName());
    return names;
  }

  private async everyTrial(): Promise<Record<string, Trial<unknown>[]>> {
    return { forward: await this.passes(), backward: await this.backwards() };
  }

  /** z1 a1 ... of the hidden layers. */
  private get hiddenNames(): string[] {
    return range(1, this.tried.network.depth - 1).flatMap((layer) => [`z${layer}`, `a${layer}`]);
  }

  private get forwardNames(): string[] {
    return [...this.hiddenNames, `z${this.tried.network.depth}`];
  }

  private get gradientNames(): string[] {
    const layers = range(1, this.tried.network.depth).toReversed();
    return layers.flatMap((layer) => [`dW${layer}`, `db${layer}`]);
  }

  private forwardAttempt(each: Each): Attempt<ForwardInput> {
    const { X, params, pass } = each;
    return {
      input: { X, params },
      words: this.tried.inWords(each),
      given: { X, params },
      want: pick(pass.cache, this.forwardNames),
      returns: 'record',
    };
  }

  private backwardAttempt(each: Each): Attempt<BackwardInput> {
    const { X, y, params, pass } = each;
    const cache = pick(pass.cache, [...this.hiddenNames, 'p']);
    return {
      input: { X, y, cache, params },
      words: this.tried.inWords(each),
      given: { X, y, cache, params },
      want: pick(pass.grads, this.gradientNames),
      returns: 'record',
    };
  }
}

function pick(arrays: Tensors, names: readonly string[]): Tensors {
  return Object.fromEntries(names.map((name) => [name, named(arrays, name)]));
}
