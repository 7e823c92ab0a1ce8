// How far a batch is: on a terminal one line with a bar, and above it whatever could not be opened or graded;
// elsewhere a line each.

import { plainText } from '../../reports/plainText.ts';
import { withoutCommands } from '../../reports/runnerText.ts';
import type { Entry } from '../gradebook.ts';
import { bar } from './bar.ts';
import { ERASE_LINE } from './progress.ts';

const BAR = 20; // columns
const WIDTH = 80; // columns
const NAME_LIMIT = 40; // characters
const WHY_LIMIT = 200; // characters
/** Between two redraws (ms): ten a second. */
const REDRAW_MS = 100;
const MS_PER_MINUTE = 60_000;

interface Terminal {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export class ClassProgress {
  private readonly total: number;
  private readonly terminal: Terminal;
  private readonly clock: () => number;
  private readonly started: number;
  private done = 0;
  /** Graded now: the rate and the time left rest on these alone. */
  private graded = 0;
  private nextRedraw = 0;

  /** `total` entries are to come. */
  constructor(total: number, terminal: Terminal = process.stderr, clock = () => performance.now()) {
    this.total = total;
    this.terminal = terminal;
    this.clock = clock;
    this.started = clock();
  }

  /** One more entry is done. */
  add(entry: Entry): void {
    this.done++;
    if (entry.digest && !entry.isReused) this.graded++;
    if (!this.terminal.isTTY) {
      this.terminal.write(`${this.done}/${this.total} ${inWords(entry)}\n`);
      return;
    }
    if (isNews(entry.status)) this.terminal.write(`${ERASE_LINE}${inWords(entry)}\n`);
    const time = this.clock();
    if (time < this.nextRedraw && this.done < this.total && !isNews(entry.status)) return;
    this.nextRedraw = time + REDRAW_MS;
    this.terminal.write(`${ERASE_LINE}${this.line()}`);
  }

  end(): void {
    if (this.terminal.isTTY) this.terminal.write(ERASE_LINE);
  }

  private line(): string {
    const minutes = (this.clock() - this.started) / MS_PER_MINUTE;
    const rate = minutes > 0 ? this.graded / minutes : 0;
    const left = rate > 0 ? (this.total - this.done) / rate : null;
    const parts = [
      bar(this.total === 0 ? 1 : this.done / this.total, BAR),
      `${this.done}/${this.total}`,
      ...(rate > 0 ? [`${rate < 10 ? rate.toFixed(1) : Math.round(rate)} a minute`] : []),
      ...(left === null || this.done === this.total ? [] : [`${timeLeft(left)} left`]),
    ];
    const { columns = 0 } = this.terminal; // a terminal that does not know its width says 0
    return parts.join('  ').slice(0, (columns > 0 ? columns : WIDTH) - 1);
  }
}

/** What an instructor wants to hear of at once: what could not be opened or graded. */
function isNews(status: Entry['status']): boolean {
  return status === 'errored' || status === 'unreadable';
}

function inWords({ id, status, score, digest, message, isReused }: Entry): string {
  const name = plainText(id, NAME_LIMIT).replaceAll(/\s+/gu, ' ');
  const points = digest && score !== null ? ` ${score} of ${digest.maxScore}` : '';
  const why = isNews(status) || status === 'not-on-roster' ? `: ${oneLine(message)}` : '';
  return withoutCommands(`${name} ${status}${points}${isReused ? ', as before' : ''}${why}`);
}

function oneLine(message: string): string {
  return plainText(message, WHY_LIMIT).replaceAll(/\s+/gu, ' ');
}

function timeLeft(minutes: number): string {
  if (minutes < 1) return `${Math.max(1, Math.round(minutes * 60))} s`;
  return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
