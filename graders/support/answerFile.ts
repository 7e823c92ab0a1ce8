// One file of answers being graded: the sibling of Exercise for what is read and not run.

import { afterAll, inject } from 'vitest';
import type { AnswersJob, Finding, Findings } from '../../harness/job.ts';
import { Checks } from './checks.ts';
import { readAnswers, type Answer, type AnswerSheet } from './answerSheet.ts';
import { CheckFailure, CheckSkipped, findingOf } from './failure.ts';

declare module 'vitest' {
  interface ProvidedContext {
    answers: AnswersJob;
  }
}

/** The answers of this run's job to the questions called `ids`. */
export class AnswerFile extends Checks {
  readonly sheet: AnswerSheet;
  protected readonly needs: Record<string, string[]>;
  private readonly file: string;
  /** Why the file could not be read as a whole; each fault names its place. */
  private readonly message: string | null;

  constructor(ids: ReadonlySet<string>) {
    super();
    const { file, text, needs } = inject('answers');
    this.file = file;
    this.needs = needs;
    this.sheet = readAnswers(file, text, ids);
    const [first, ...more] = this.sheet.diagnostics.filter(({ severity }) => severity === 'error');
    const others = more.length > 0 ? ` (and ${more.length} more)` : '';
    this.message = first
      ? `${file}:${first.line}:${first.column}: ${first.message}${others} What can be read is graded.`
      : null;
    afterAll(({}, suite) => {
      suite.meta.findings = this.findings();
    });
  }

  /** What was answered to one question. Skips the check where nothing was. */
  answerTo(id: string): Answer {
    const answer = this.sheet.answers.get(id);
    if (!answer) throw new CheckSkipped('Not answered yet.');
    return answer;
  }

  /** The failure of a check whose answer is not of the form asked for, with its place; told once, by what is known of the place. */
  misread(answer: Answer, message: string): CheckFailure {
    const { line, column } = answer;
    const known = this.sheet.diagnostics.find((each) => each.line === line && each.column === column);
    if (!known) this.tell(answer, message, 'error');
    return new CheckFailure(`${this.file}:${line}:${column}: ${known?.message ?? message}`);
  }

  /** Something to say of a place in the file. */
  tell({ line, column }: Answer, message: string, severity: 'error' | 'warning'): void {
    this.sheet.diagnostics.push({ file: this.file, line, column, message, severity });
  }

  protected requireReady(): void {}

  protected explain(thrown: unknown): Finding {
    return findingOf(thrown, this.file, { code: '', map: '' }); // nothing runs, so no stack has a place in it
  }

  private findings(): Findings {
    const diagnostics = this.sheet.diagnostics.toSorted((a, b) => a.line - b.line || a.column - b.column);
    return {
      message: this.message,
      figures: this.figures,
      diagnostics,
      output: '',
      device: '',
      deviceDetail: '',
    };
  }
}
