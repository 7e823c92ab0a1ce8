// A `grade --watch` that runs, driven as a student would: files saved, keys pressed, screens read.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from './command.ts';

/** Last on every screen. */
const KEYS_LINE = 'q quit\n';

export class Watching {
  private readonly child: ChildProcess;
  private readonly exit: Promise<unknown[]>;
  private shown = '';
  private look = () => {};

  /** Starts to watch `folder`; it is ended with the test. */
  constructor(folder: string, out: string, ...words: string[]) {
    const launch = path.join(root, 'harness', 'launch.mjs');
    this.child = spawn(
      process.execPath,
      [launch, 'grade', '--watch', '--dir', folder, '--out', out, ...words],
      {
        cwd: root,
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    this.exit = once(this.child, 'exit');
    this.child.stdout?.on('data', (piece: Buffer) => {
      this.shown += piece.toString('utf8');
      this.look();
    });
    onTestFinished(() => void this.child.kill('SIGKILL'));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The next whole screen that was not read before. */
  async screen(): Promise<string> {
    while (!this.shown.includes(KEYS_LINE))
      await new Promise<void>((resolve) => {
        this.look = resolve;
      });
    const end = this.shown.indexOf(KEYS_LINE) + KEYS_LINE.length;
    const screen = this.shown.slice(0, end);
    this.shown = this.shown.slice(end);
    return screen;
  }

  /** Presses a key and gives the screen that it brings. */
  press(key: string): Promise<string> {
    this.child.stdin?.write(key);
    return this.screen();
  }

  /** Presses q, or asks it to end in another way, and gives the exit code. */
  async quit(how: () => void = () => this.child.stdin?.write('q')): Promise<number | null> {
    how();
    const [code] = await this.exit;
    return code as number | null;
  }

  /** Takes the keyboard away. */
  closeInput(): void {
    this.child.stdin?.end();
  }
}
