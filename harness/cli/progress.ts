// One line that says what is being done, on a terminal; nothing elsewhere.

export class Progress {
  private readonly steps: number | null;
  private done = 0;

  /** `steps` is how many there will be, where that is known. */
  constructor(steps: number | null = null) {
    this.steps = steps;
  }

  /** Shows the next step in place of the one before. */
  step(what: string): void {
    this.done++;
    const of = this.steps === null ? '' : `/${this.steps}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${this.done}${of} ${what}`);
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
  }
}
