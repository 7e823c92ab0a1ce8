// One line that says what is being done, on a terminal; nothing elsewhere.

export class Progress {
  private readonly steps: number;
  private done = 0;

  constructor(steps: number) {
    this.steps = steps;
  }

  /** Shows the next step in place of the one before. */
  step(what: string): void {
    this.done++;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${this.done}/${this.steps} ${what}`);
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  }
}
