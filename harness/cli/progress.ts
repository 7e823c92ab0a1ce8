// One line that says what is being done, on a terminal; nothing elsewhere.

/** Between two redraws of a line that only moves on a little (ms): ten a second. */
const REDRAW_MS = 100;

/** Where the line is shown: process.stderr, but for tests. */
interface Terminal {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export class Progress {
  private readonly steps: number;
  private readonly terminal: Terminal;
  private readonly clock: () => number;
  private done = 0;
  private nextRedraw = 0;

  constructor(steps: number, terminal: Terminal = process.stderr, clock = () => performance.now()) {
    this.steps = steps;
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Shows the next step in place of the one before. */
  step(what: string): void {
    this.done++;
    this.show(`${this.done}/${this.steps} ${what}`);
  }

  /** Shows how far the step is, at most ten times a second; `line` is asked only when it is shown. */
  detail(line: (columns: number) => string): void {
    const time = this.clock();
    if (!this.terminal.isTTY || time < this.nextRedraw) return;
    this.nextRedraw = time + REDRAW_MS;
    this.show(line(this.terminal.columns ?? 80));
  }

  end(): void {
    this.show('');
  }

  private show(line: string): void {
    if (this.terminal.isTTY) this.terminal.write(`\r\u001B[K${line}`);
  }
}
