// One line that says what is being done, on a terminal; nothing elsewhere.

/** Between two redraws of a line that only moves on a little (ms): ten a second. */
const REDRAW_MS = 100;

const WIDTH = 80; // columns

/** Empties the line that the cursor is on, and goes to its start. */
export const ERASE_LINE = '\r\u001B[K';

/** Where the line is shown: process.stderr, but for tests. */
interface Terminal {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export class Progress {
  private readonly steps: number | null;
  private readonly terminal: Terminal;
  private readonly clock: () => number;
  private done = 0;
  private nextRedraw = 0;

  /** `steps` is how many there will be, where that is known. */
  constructor(
    steps: number | null = null,
    terminal: Terminal = process.stderr,
    clock = () => performance.now(),
  ) {
    this.steps = steps;
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Shows the next step in place of the one before. */
  step(what: string): void {
    this.done++;
    const of = this.steps === null ? '' : `/${this.steps}`;
    this.show(`${this.done}${of} ${what}`);
  }

  /** Shows how far the step is, at most ten times a second; `line` is asked only when it is shown. */
  detail(line: (columns: number) => string): void {
    const time = this.clock();
    if (!this.terminal.isTTY || time < this.nextRedraw) return;
    this.nextRedraw = time + REDRAW_MS;
    const { columns = 0 } = this.terminal; // a terminal that does not know its width says 0
    this.show(line(columns > 0 ? columns : WIDTH));
  }

  end(): void {
    this.show('');
  }

  private show(line: string): void {
    if (this.terminal.isTTY) this.terminal.write(`${ERASE_LINE}${line}`);
  }
}
