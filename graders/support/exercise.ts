// One exercise being graded: its checks as Vitest tests, each of which leaves its finding where the harness reads it.

import { afterAll, beforeAll, inject, test } from 'vitest';
import type { CheckStatus, Figure } from '../../harness/result.ts';
import type { Finding, Findings, Job } from '../../harness/job.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';
import { openReference, type Reference } from '../../reference/index.ts';
import type { DeviceChoice } from '../../reference/devices.ts';
import { CheckSkipped, findingOf, PASSED } from './failure.ts';
import { loadFaultInWords } from './faults.ts';
import { Student } from './student.ts';

declare module 'vitest' {
  interface ProvidedContext {
    job: Job;
  }
  interface TaskMeta {
    finding?: Finding;
    findings?: Findings;
  }
}

/** The exercise of this run's job. `prepare` runs before the first check; what it throws is an error of ours. */
export class Exercise {
  readonly job: Job;
  readonly student: Student;
  private readonly statuses = new Map<string, CheckStatus>();
  private readonly figures: Figure[] = [];
  private reference: Reference | null = null;
  private trouble: { error: unknown } | null = null;

  constructor(prepare: (reference: Reference) => Promise<void>) {
    this.job = inject('job');
    this.student = new Student(this.job);
    beforeAll(() => this.open(prepare));
    // Vitest wants the context destructured, though nothing of it is used.
    afterAll(async ({}, suite) => {
      suite.meta.findings = await this.close();
    });
  }

  /** Declares one check of the rubric: it passes unless `body` throws. */
  check(id: string, body: () => void | Promise<void>): void {
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

  /** Draws a picture once all checks are done; where the student's code fails in it, there is none. It costs no points. */
  picture(draw: () => Promise<Figure>): void {
    afterAll(async () => {
      if (this.trouble || this.student.failedToLoad) return;
      try {
        this.show(await draw());
      } catch (error) {
        if (!(error instanceof StudentFault)) throw error;
      }
    });
  }

  private async open(prepare: (reference: Reference) => Promise<void>): Promise<void> {
    this.student.start();
    try {
      this.reference = await openReference(this.job.device as DeviceChoice);
      await prepare(this.reference);
    } catch (error) {
      this.trouble = { error };
    }
  }

  private async close(): Promise<Findings> {
    await this.student.close();
    const { file, script, device } = this.job;
    const fault = this.student.failedToLoad;
    return {
      message: fault && loadFaultInWords(fault, file, script),
      figures: this.figures,
      output: this.student.output,
      device: this.reference?.device ?? device,
      deviceDetail: this.reference?.detail ?? '',
    };
  }

  private async find(id: string, body: () => void | Promise<void>): Promise<Finding> {
    const { needs, file, script } = this.job;
    try {
      if (this.trouble) throw this.trouble.error;
      if (this.student.failedToLoad) throw this.student.failedToLoad;
      const waitsFor = (needs[id] ?? []).filter((need) => this.statuses.get(need) !== 'passed');
      if (waitsFor.length > 0)
        throw new CheckSkipped(`This waits for ${waitsFor.join(' and ')}: mend that first.`);
      await body();
      return PASSED;
    } catch (error) {
      return findingOf(error, file, script);
    }
  }
}
