// One exercise in TypeScript being graded: the student's process and the reference, from before the first check to after the last.

import { afterAll, beforeAll, inject } from 'vitest';
import type { Finding, Findings, Job } from '../../harness/job.ts';
import type { Figure } from '../../harness/result.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';
import { openReference, type Reference } from '../../reference/index.ts';
import type { DeviceChoice } from '../../reference/devices.ts';
import { Checks } from './checks.ts';
import { findingOf } from './failure.ts';
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
export class Exercise extends Checks {
  readonly job: Job;
  readonly student: Student;
  protected readonly needs: Record<string, string[]>;
  private reference: Reference | null = null;
  private trouble: { error: unknown } | null = null;

  constructor(prepare: (reference: Reference) => Promise<void>) {
    super();
    this.job = inject('job');
    this.needs = this.job.needs;
    this.student = new Student(this.job);
    beforeAll(() => this.open(prepare));
    // Vitest wants the context destructured, though nothing of it is used.
    afterAll(async ({}, suite) => {
      suite.meta.findings = await this.close();
    });
  }

  protected requireReady(): void {
    if (this.trouble) throw this.trouble.error;
    if (this.student.failedToLoad) throw this.student.failedToLoad;
  }

  protected explain(thrown: unknown): Finding {
    return findingOf(thrown, this.job.file, this.job.script);
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
}
