// What a training looks like in the terminal: the lesson's lines, and a chart that grows where there is a terminal.

import type { Step } from '../../sandbox/host.ts';
import { chartLines } from './chart.ts';
import type { Trained } from './training.ts';

/** Lines of the table: every tenth of the steps, as the lesson prints every 200th of 2000. */
const ROWS = 10;
const LOSS_DIGITS = 4;
const ACCURACY_DIGITS = 3;
/** Steps that are kept for the chart while it grows: ten a second, for as long as anybody watches. */
const LIVE_LIMIT = 6000;

interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** The growing chart; it writes nothing where there is no terminal. */
export class LiveChart {
  private readonly steps: number;
  private readonly terminal: Terminal;
  private readonly points: Step[] = [];
  private drawn = 0;

  constructor(steps: number, terminal: Terminal) {
    this.steps = steps;
    this.terminal = terminal;
  }

  /** Draws the chart again with one point more. */
  add(step: Step): void {
    if (!this.terminal.isTTY || this.points.length >= LIVE_LIMIT) return;
    this.points.push(step);
    const lines = [lossLine(step), ...chartLines({ points: this.points, steps: this.steps })];
    this.clear();
    this.terminal.write(`${lines.join('\n')}\n`);
    this.drawn = lines.length;
  }

  /** Takes the chart away. */
  clear(): void {
    if (this.drawn > 0) this.terminal.write(`\u001B[${this.drawn}A\u001B[J`);
    this.drawn = 0;
  }
}

/** The table and the chart of a training that has ended. */
export function trainedLines({ losses, accuracy }: Trained): string[] {
  const steps = losses.length;
  const every = Math.max(1, Math.floor(steps / ROWS));
  const rows = losses.flatMap((loss, step) =>
    step % every === 0 || step === steps - 1
      ? [lossLine({ step, loss }) + accuracyAt(accuracy, step, steps)]
      : [],
  );
  const points = losses.map((loss, step) => ({ step, loss }));
  return [...rows, '', ...chartLines({ points, steps }), ...gapLines(losses)];
}

/** What is said of losses that cannot be drawn. */
function gapLines(losses: readonly number[]): string[] {
  const gaps = losses.filter((loss) => !Number.isFinite(loss)).length;
  if (gaps === 0) return [];
  const first = losses.findIndex((loss) => !Number.isFinite(loss));
  const which = gaps === 1 ? '1 loss is' : `${gaps} of ${losses.length} losses are`;
  return ['', `${which} not a finite number, from step ${first} on: a gap in the chart.`];
}

function lossLine({ step, loss }: Step): string {
  return `step ${String(step).padStart(5)}   loss ${shown(loss, LOSS_DIGITS)}`;
}

/** The accuracy that lies as far along its list as the step lies along the run; one alone belongs to the end. */
function accuracyAt(accuracy: readonly number[], step: number, steps: number): string {
  if (accuracy.length === 0 || (accuracy.length === 1 && step < steps - 1)) return '';
  const place = Math.round((step / Math.max(1, steps - 1)) * (accuracy.length - 1));
  return `   accuracy ${shown(accuracy[place] ?? Number.NaN, ACCURACY_DIGITS)}`;
}

/** Small enough for a column, however large. */
function shown(value: number, digits: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  return Math.abs(value) >= 1e6 ? value.toExponential(digits) : value.toFixed(digits);
}
