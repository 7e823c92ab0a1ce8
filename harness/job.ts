// What the harness hands a grader, and what a grader hands back for each check. Points stay on the harness's side.

import type { CheckStatus, Diagnostic, Evidence, Figure } from './result.ts';
import type { Limits, Machine } from './sandbox/host.ts';

/** A bundled exercise: one script, and its source map for stacks. */
export interface Script {
  code: string;
  map: string;
}

/** One exercise of one submission, ready to be graded; plain data, so that it reaches the grader as a copy. */
export interface Job {
  exercise: string;
  /** The exercise's file, as messages name it. */
  file: string;
  /** Names the exercise has to export as functions. */
  exports: string[];
  /** The packages it may import. */
  libraries: string[];
  script: Script;
  /** The submission's own 01-forward, where it has one that can be bundled: it places faults and costs no points. */
  forward: Script | null;
  seed: number;
  device: string;
  machine: Machine;
  limits: Limits;
  /** Whether 06 trains on a stated part of its data alone, which does not count. */
  isQuick: boolean;
  /** The checks by id, and which of them have to pass before. */
  needs: Record<string, string[]>;
}

/** One file of answers of one submission: it is read, and nothing of it runs. */
export interface AnswersJob extends Pick<Job, 'exercise' | 'file' | 'needs'> {
  text: string;
}

/** What a grader found of one check. */
export interface Finding {
  status: CheckStatus;
  /** The share of the points earned, 0 to 1. */
  share: number;
  message: string | null;
  misconception: string | null;
  evidence: Evidence | null;
}

/** What a grader found of the exercise as a whole. */
export interface Findings {
  /** Why nothing of it could be checked, such as a crash while it loaded. */
  message: string | null;
  figures: Figure[];
  /** What was found at a place of the file, where the grader has read it itself. */
  diagnostics?: Diagnostic[];
  /** What the student's code printed. */
  output: string;
  /** The reference's device; empty where the grader had no need of one. */
  device: string;
  deviceDetail: string;
}

/** The channel of node:diagnostics_channel on which graders tell how far a training is. */
export const STEP_CHANNEL = 'handgrad:step';

/** How far a training is, told while it runs. Its numbers are a student's: they are shown, and nothing rests on them. */
export interface TrainingStep {
  exercise: string;
  /** Which part of the training, such as `epoch 2/5`. */
  what: string;
  step: number;
  /** The steps of the whole training. */
  of: number;
  loss: number;
  /** Null until it can be told (seconds). */
  secondsLeft: number | null;
}
