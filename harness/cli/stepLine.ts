// How far a training is, as one line: `06-mnist  epoch 2/5  ██████░░░░  step 861/2150  loss 0.143  12 s left`.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { plainText } from '../../reports/plainText.ts';
import { STEP_CHANNEL, type TrainingStep } from '../job.ts';
import { bar } from './bar.ts';
import type { Progress } from './progress.ts';

const BAR = 10; // columns
const WORDS_LIMIT = 20; // columns
const LOSS_DIGITS = 3;
const SECONDS_PER_MINUTE = 60;

/** Shows what graders tell of trainings, until the function that it returns is called. */
export function showTraining(progress: Progress): () => void {
  const show = (message: unknown) => {
    if (isTrainingStep(message)) progress.detail((columns) => stepLine(message, columns));
  };
  subscribe(STEP_CHANNEL, show);
  return () => void unsubscribe(STEP_CHANNEL, show);
}

/** Whether a message is what graders tell of a training. */
function isTrainingStep(message: unknown): message is TrainingStep {
  if (typeof message !== 'object' || message === null) return false;
  const { exercise, what, step, of, loss, secondsLeft } = message as Record<string, unknown>;
  const areNumbers = [step, of, loss].every((value) => typeof value === 'number');
  const areWords = typeof exercise === 'string' && typeof what === 'string';
  return areNumbers && areWords && (secondsLeft === null || typeof secondsLeft === 'number');
}

/** A line narrower than `columns`; what is not a finite number is shown as a dash. */
export function stepLine(
  { exercise, what, step, of, loss, secondsLeft }: TrainingStep,
  columns = 80,
): string {
  const share = of > 0 ? Math.min(1, Math.max(0, step / of)) : 0;
  const parts = [
    words(exercise),
    words(what),
    bar(share, BAR),
    `step ${number(step)}/${number(of)}`,
    `loss ${Number.isFinite(loss) ? Number(loss.toPrecision(LOSS_DIGITS)) : '–'}`,
    ...(secondsLeft === null || !Number.isFinite(secondsLeft) ? [] : [`${time(secondsLeft)} left`]),
  ];
  return parts.join('  ').slice(0, columns - 1);
}

/** Short, on one line, and without anything that moves the cursor. */
function words(text: string): string {
  return plainText(text.slice(0, WORDS_LIMIT), WORDS_LIMIT).replaceAll(/\s+/gu, ' ');
}

function number(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value)) : '–';
}

function time(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / SECONDS_PER_MINUTE);
  return minutes === 0 ? `${whole} s` : `${minutes} min ${whole % SECONDS_PER_MINUTE} s`;
}
