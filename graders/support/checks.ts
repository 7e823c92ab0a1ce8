// The checks of one exercise as Vitest tests, each of which leaves its finding where the harness reads it.

import { test } from 'vitest';
import type { Finding } from '../../harness/job.ts';
import type { CheckStatus, Figure } from '../../harness/result.ts';
import { CheckSkipped, PASSED } from './failure.ts';

/** What a check that passed has to say all the same; most have nothing. */
type Remark = string | null;
export type CheckBody = () => void | Remark | Promise<void> | Promise<Remark>;

/** Checks in the order of the rubric, whatever is graded: code that runs, or a file of answers. */
export abstract class Checks {
  protected readonly figures: Figure[] = [];
  private readonly statuses = new Map<string, CheckStatus>();

  /** Which checks have to pass before a check, by id. */
  protected abstract readonly needs: Record<string, string[]>;

  /** Declares one check of the rubric: it passes unless `body` throws; a text that it returns is shown beside it. */
  check(id: string, body: CheckBody): void {
    test(id, async ({ task }) => {
      const finding = await this.find(id, body);
      this.statuses.set(id, finding.status);
      task.meta.finding = finding;
      if (finding.status === 'failed') throw new Error(finding.message ?? id);
    });
  }

  /** Adds a picture to the exercise's part of the report. */
  show(figure: Figure): void {
    this.figures.push(figure);
  }

  /** Throws what keeps every check from being made, if there is such a thing. */
  protected abstract requireReady(): void;

  /** What was thrown, as a finding. */
  protected abstract explain(thrown: unknown): Finding;

  private async find(id: string, body: CheckBody): Promise<Finding> {
    try {
      this.requireReady();
      const waitsFor = (this.needs[id] ?? []).filter((need) => this.statuses.get(need) !== 'passed');
      if (waitsFor.length > 0)
        throw new CheckSkipped(`This waits for ${waitsFor.join(' and ')}: mend that first.`);
      const remark = await body();
      return { ...PASSED, message: remark ?? null };
    } catch (error) {
      return this.explain(error);
    }
  }
}
