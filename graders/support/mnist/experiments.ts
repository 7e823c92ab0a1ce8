// The runs of `train` that the checks of 06 rest on. All but two take a second or less: small sets, each made so that one
// kind of mistake shows in the numbers. The course's own options wherever the set allows, so that a width or a batch size
// written into the code costs the check for that alone.

import type { Job } from '../../../harness/job.ts';
import {
  CLASSES,
  part,
  readMnist,
  TRAIN_COUNT,
  VALIDATION_COUNT,
} from '../../../reference/datasets/mnist.ts';
import { once } from '../once.ts';
import { integer, stream } from '../random.ts';
import type { Student } from '../student.ts';
import { blank, byValue, copiesOf, dimmed, fromFiles, relabelled, speckled, type DigitSet } from './sets.ts';
import { COURSE_OPTIONS, runTraining, type Options, type Plan, type Training } from './training.ts';

/** So small that no weight moves, and not 0, which `options.lr || 0.1` would take for missing. */
const STILL_LR = 1e-9;
/** Strong enough that 20 steps show it whatever the optimiser makes of it: SGD leaves 0.8 a step. */
const STRONG_DECAY = 1;
/** So small that decay, which goes with lr, leaves most of a weight, whatever momentum makes of it. */
export const SLOW_LR = 0.001;

/** Examples: four batches of the course's size, twenty steps in five epochs. */
const COPIES = 512;
/** Examples beyond one batch of the course's size: a sixteenth of it, which no schedule or penalty makes of a step. */
const SHORT = 8;
/** So small that a step leaves most of the loss for the next. */
const SHORT_LR = 0.001;
/** Validation examples of the stated part, and of the small runs, which are not judged by them. */
const PART_VALIDATION = 1000;
const SMALL_VALIDATION = 200;
const FEW = 50;
/**
 * Real examples of the stated part: 200 steps in five epochs. A whole number of batches, since at lr 0.2 a last batch of 8
 * left right code anywhere between 0.65 and 0.94.
 */
const PART = 5120;
/** Enough epochs to see that the curves hardly part. */
const UNDECAYED = { weightDecay: 0, epochs: 2 };
/** Planted labels: more of them than there are examples to train on. */
const PLANTED_TRAIN = 1000;
const PLANTED = 2000;
/** Random pictures that have to be learned by heart, to tell which of them were seen. */
export const MEMORISED = 256;
export const MEMORISED_BATCH = 64;
/**
 * Two pictures seen in the same batches, whose labels are torn between them: 40 steps, slow enough that none overshoots
 * (lr times the squared length of a1, about 100 here, is the step in the logits).
 */
const TWO_LR = 0.02;
const TWO_EPOCHS = 10;
/** So long that a tenth of the rate parts them, too. */
const TWO_LONG_EPOCHS = 60;

type Run = () => Promise<Training>;

/** A plan with the course's options and real digits to validate on, but for what it says otherwise. */
type SmallPlan = Pick<Plan, 'words' | 'train'> &
  Partial<Pick<Plan, 'validation' | 'isWatched' | 'isUnheard'>> & { options?: Partial<Options> };

/** Runs are made when a check first asks for them. */
export class Experiments {
  /** One picture over and over, lr next to 0: the returned weights are those the first loss belongs to. */
  readonly still: Run = this.onCopies('1 picture, 512 times, with lr 1e-9', {
    lr: STILL_LR,
    weightDecay: 0,
  });
  /** The same with the course's lr: a handful of steps has to learn one picture. */
  readonly one: Run = this.onCopies('1 picture, 512 times', { weightDecay: 0 });
  /** A batch of one picture, and the same with a short batch after it. */
  readonly whole: Run = this.onOneEpoch(COURSE_OPTIONS.batchSize);
  readonly wholeAndShort: Run = this.onOneEpoch(COURSE_OPTIONS.batchSize + SHORT);
  /** Two pictures with two labels: which label belongs to which has to be learned. */
  readonly two: Run = this.onTwo(TWO_EPOCHS);
  readonly twoLong: Run = this.onTwo(TWO_LONG_EPOCHS);
  /** No ink: no gradient reaches W1 or W2, so that only decay moves them, and only b2 can learn. */
  readonly blank: Run = this.onBlank('512 blank pictures without weight decay', 0);
  readonly decayed: Run = this.onBlank('512 blank pictures with weightDecay 1', STRONG_DECAY);
  readonly decayedSlowly: Run = this.onBlank(
    `512 blank pictures with weightDecay 1 and lr ${SLOW_LR}`,
    STRONG_DECAY,
    SLOW_LR,
  );
  /**
   * Real digits, and a larger validation set whose labels are all one too high: its loss rises with every epoch. With other digits
   * and their right labels it falls, so that whatever a best loss decides, or a mean picture shifts, comes out otherwise.
   */
  readonly planted: Run = this.onPlanted({ shift: 1, from: PLANTED_TRAIN });
  readonly plantedOtherwise: Run = this.onPlanted({ shift: 0, from: PLANTED_TRAIN + PLANTED });
  readonly plantedAgain: Run = this.onPlanted({ shift: 1, from: PLANTED_TRAIN });
  readonly plantedOtherwiseAgain: Run = this.onPlanted({ shift: 0, from: PLANTED_TRAIN + PLANTED });
  /** The stated part of the real data, with the course's decay and, for a figure, some epochs with none. */
  readonly part: Run = once(() => runTraining(this.practised, this.partPlan()));
  readonly partUndecayed: Run = once(() => runTraining(this.side, this.partPlan(UNDECAYED)));
  /** Other counts, widths and epochs; the last batch of the first is short. */
  readonly small: Run = once(() =>
    this.run({
      words: '70 examples, batches of 16, 12 hidden units, 3 epochs',
      train: byValue(part(this.mnist.shown, this.offset, 70)),
      validation: byValue(part(this.mnist.validation, 0, 45)),
      options: { epochs: 3, batchSize: 16, hidden: 12 },
      isWatched: true,
    }),
  );
  readonly wide: Run = once(() =>
    this.run({
      words: '150 examples in one batch, all at half their brightness, 300 hidden units, 2 epochs, no onStep',
      train: byValue(dimmed(part(this.mnist.shown, this.offset, 150))),
      validation: byValue(dimmed(part(this.mnist.validation, 45, 130))),
      options: { epochs: 2, batchSize: 150, hidden: 300 },
      isWatched: true,
      isUnheard: true,
    }),
  );
  /** Random pictures with random labels, learned by heart: what was never in a batch stays unlearned. */
  readonly memorised: Run = once(() =>
    this.run({
      words: `${MEMORISED} random pictures with random labels, 30 epochs`,
      train: byValue(speckled(stream(this.job.seed, `${this.job.exercise}: random pictures`), MEMORISED)),
      validation: this.shown(TRAIN_COUNT, FEW),
      options: { epochs: 30, batchSize: MEMORISED_BATCH, weightDecay: 0 },
    }),
  );

  private readonly job: Job;
  private readonly side: Student;
  private readonly practised: Student;
  private readonly offset: number;
  private readonly seed: number;

  /** `counted` is the process whose output is shown: of the run on all data, or of the stated part in practice. */
  constructor(job: Job, { counted, side }: { counted: Student; side: Student }) {
    this.job = job;
    this.side = side;
    this.practised = job.isQuick ? counted : side;
    const rng = stream(job.seed, `${job.exercise}: experiments`);
    this.offset = integer(rng, 0, TRAIN_COUNT - PART);
    this.seed = integer(rng, 1, 1_000_000);
  }

  /** The counted run: all that there is to train on. */
  fullPlan(): Plan {
    return {
      words: 'all 55,000 examples',
      train: this.shown(0, TRAIN_COUNT),
      validation: this.shown(TRAIN_COUNT, VALIDATION_COUNT),
      options: { ...COURSE_OPTIONS, seed: this.seed },
    };
  }

  /** The stated part, which practice counts as well. */
  partPlan(options: Partial<Options> = {}): Plan {
    return {
      words: `${PART} of the 55,000 examples${options.weightDecay === 0 ? ', without weight decay' : ''}`,
      train: this.shown(this.offset, PART),
      validation: this.shown(TRAIN_COUNT, PART_VALIDATION),
      options: { ...COURSE_OPTIONS, seed: this.seed, ...options },
    };
  }

  private get mnist() {
    return readMnist();
  }

  private onCopies(words: string, options: Partial<Options>, count = COPIES): Run {
    return once(() =>
      this.run({
        words,
        train: byValue(copiesOf(part(this.mnist.shown, this.offset, 1), count)),
        options,
      }),
    );
  }

  private onOneEpoch(count: number): Run {
    const words = `1 picture, ${count} times, in one epoch with lr ${SHORT_LR}`;
    return this.onCopies(words, { lr: SHORT_LR, weightDecay: 0, epochs: 1 }, count);
  }

  private onTwo(epochs: number): Run {
    return once(() => {
      const [first, second] = this.twoClasses();
      const digits = copiesOf(part(this.mnist.shown, first, 1), COPIES);
      const other = part(this.mnist.shown, second, 1);
      for (let i = 1; i < COPIES; i += 2) {
        digits.images.set(other.images, i * other.images.length);
        digits.labels[i] = other.labels[0] ?? 0;
      }
      return this.run({
        words: `2 pictures, 256 times each, with lr ${TWO_LR}`,
        train: byValue(digits),
        options: { lr: TWO_LR, epochs, weightDecay: 0 },
      });
    });
  }

  private onBlank(words: string, weightDecay: number, lr = COURSE_OPTIONS.lr): Run {
    return once(() => {
      const label = this.seed % CLASSES;
      return this.run({ words, train: byValue(blank(COPIES, label)), options: { weightDecay, lr } });
    });
  }

  /** The validation digits are those at `from`, their labels `shift` too high. */
  private onPlanted({ shift, from }: { shift: number; from: number }): Run {
    return once(() => {
      return this.run({
        words: `${PLANTED_TRAIN} digits, with ${PLANTED} ${shift === 0 ? 'right' : 'wrong'} labels in valSet`,
        train: this.shown(this.offset, PLANTED_TRAIN),
        validation: relabelled(this.shown(this.offset + from, PLANTED), shift),
      });
    });
  }

  private run({
    words,
    train,
    validation,
    options,
    isWatched = false,
    isUnheard = false,
  }: SmallPlan): Promise<Training> {
    return runTraining(this.side, {
      words,
      train,
      validation: validation ?? this.shown(TRAIN_COUNT, SMALL_VALIDATION),
      options: { ...COURSE_OPTIONS, seed: this.seed, ...options },
      isWatched,
      isUnheard,
    });
  }

  private shown(start: number, count: number): DigitSet {
    return fromFiles(this.job.machine, this.mnist.shown, start, count);
  }

  /** The places of two examples with different labels. */
  private twoClasses(): [number, number] {
    const { labels } = this.mnist.shown;
    let second = this.offset + 1;
    while (labels[second] === labels[this.offset]) second++;
    return [this.offset, second];
  }
}
