// What `grade --watch` shows: on a terminal in place of what stood there, elsewhere one text after the other.

import { styleText } from 'node:util';
import { plainResult } from '../../../reports/plainText.ts';
import type { ExerciseResult, Result } from '../../result.ts';
import { inColourOn } from '../colour.ts';
import { wrap } from '../paragraph.ts';
import { exerciseHead, summarise } from '../summary.ts';
import { shortened } from '../usage.ts';
import type { Desk, Graded } from './desk.ts';

const CLEAR = '\u001B[2J\u001B[H';
const KEYS_LINE = ' n next   h hint   l list   r run all   q quit';

/** Where it is shown: process.stdout, but for tests. */
interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

export class Screen {
  private readonly terminal: Terminal;
  /** The folder that the student's files lie in, as the caller names it. */
  private readonly folder: string;

  constructor(folder: string, terminal: Terminal = process.stdout) {
    this.folder = folder;
    this.terminal = terminal;
  }

  /** What a grading came to: the current exercise, and of the others those that are begun. */
  graded({ result, fresh, files }: Graded, desk: Desk): void {
    const exercises = fresh.filter(({ id, status }) => status !== 'not-started' || id === desk.current?.id);
    this.show(summarise({ ...result, exercises }, files.map(shortened), this.terminal), desk);
  }

  /** The exercise that is being worked on, as it was graded last. */
  current(desk: Desk): void {
    const { result, current } = desk;
    if (result && current) this.show(summarise({ ...result, exercises: [current] }, [], this.terminal), desk);
  }

  /** Every exercise on a line; the current one is marked. */
  list(desk: Desk): void {
    const { result, current } = desk;
    if (!result) return;
    const lines = plainResult(result).exercises.map((exercise) =>
      exerciseHead(exercise, this.terminal, exercise.id === current?.id ? '>' : ' '),
    );
    this.show(`\n${lines.join('\n')}\n\n ${scoreOf(result)}\n\n`, desk);
  }

  /** The hints of the current exercise's checks that have not passed. */
  hint(desk: Desk): void {
    const { current } = desk;
    if (current) this.show(`\n${hintLines(current).join('\n')}\n\n`, desk);
  }

  /** One sentence. */
  say(sentence: string, desk: Desk): void {
    this.show(`\n${wrap(sentence, 1).join('\n')}\n\n`, desk);
  }

  private show(text: string, desk: Desk): void {
    const clear = this.terminal.isTTY ? CLEAR : '';
    this.terminal.write(`${clear}${text}${this.foot(desk)}\n`);
  }

  private foot({ result, current }: Desk): string {
    const passed = result?.exercises.filter(({ status }) => status === 'passed').length ?? 0;
    const now = current ? `   now ${this.folder}/${current.file}` : '';
    const keys = inColourOn(this.terminal) ? styleText('dim', KEYS_LINE) : KEYS_LINE;
    return ` ${passed} of ${result?.exercises.length ?? 0} passed${now}\n${keys}\n`;
  }
}

function scoreOf({ score, maxScore }: Result): string {
  return `Score ${score} of ${maxScore}`;
}

function hintLines(exercise: ExerciseResult): string[] {
  const { id, status, checks } = exercise;
  if (status === 'passed') return [` ${id} has passed: n goes on.`];
  const hints = checks.filter((check) => check.status !== 'passed' && check.hint !== null);
  return [` ${id}`, ...hints.flatMap(({ title, hint }) => ['', ...wrap(title, 3), ...wrap(hint ?? '', 6)])];
}
