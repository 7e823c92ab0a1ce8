// Checks as Vitest tests: each leaves its finding in the test's meta, where the harness reads it.

import { afterAll, beforeAll, inject, test } from 'vitest';
import type { CheckStatus, Evidence } from '../../harness/result.ts';
import type { Finding, Findings, Job } from '../../harness/job.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';
import { openReference, type Reference } from '../../reference/index.ts';
import type { DeviceChoice } from '../../reference/devices.ts';
import { Student } from './student.ts';
import { faultInWords } from './faults.ts';

declare module 'vitest' {
  interface ProvidedContext {
    job: Job;
  }
  interface TaskMeta {
    finding?: Finding;
    findings?: Findings;
  }
}

/** The student's code is wrong: what was expected, what came, where, what next. */
export class CheckFailure extends Error {
  override name = 'CheckFailure';
  readonly misconception: string | null;
  readonly evidence: Evidence | null;
  /** The share of the points that is earned all the same. */
  readonly share: number;
  readonly status: 'failed' | 'timed-out';

  constructor(message: string, told: Told = {}) {
    super(message);
    this.misconception = told.misconception ?? null;
    this.evidence = told.evidence ?? null;
    this.share = told.share ?? 0;
    this.status = told.timedOut ? 'timed-out' : 'failed';
  }
}

/** What a failure can say beside its message. */
export interface Told {
  misconception?: string | null;
  evidence?: Evidence;
  share?: number;
  timedOut?: boolean;
}

/** A check that another one has to come before: it says nothing by itself. */
export class CheckSkipped extends Error {
  override name = 'CheckSkipped';
}

export interface Exercise {
  job: Job;
  student: Student;
  /** Open once the first check runs. */
  reference(): Reference;
  /** Declares one check of the rubric. What `body` throws that is no CheckFailure, fault or skip is an error of ours. */
  check(id: string, body: () => void | Promise<void>): void;
}

/** The exercise that this run grades; `prepare` runs before the first check, and an error there is ours. */
export function exercise(prepare: (reference: Reference) => Promise<void>): Exercise {
  const job = inject('job');
  const student = new Student(job);
  const statuses = new Map<string, CheckStatus>();
  let reference: Reference | null = null;
  let trouble: unknown = null;

  beforeAll(async () => {
    student.start();
    try {
      reference = await openReference(job.device as DeviceChoice);
      await prepare(reference);
    } catch (error) {
      trouble = error;
    }
  });

  afterAll(async ({}, suite) => {
    await student.close();
    const loadFault = student.failedToLoad;
    suite.meta.findings = {
      message: loadFault && `${job.file} ${faultInWords(loadFault, job.script)}`,
      output: student.output,
      device: reference?.device ?? job.device,
      deviceDetail: reference?.detail ?? '',
    };
  });

  return {
    job,
    student,
    reference: () => {
      if (!reference) throw new Error('the reference is not open');
      return reference;
    },
    check(id, body) {
      test(id, async ({ task }) => {
        const finding = await find(id, body);
        statuses.set(id, finding.status);
        task.meta.finding = finding;
        if (finding.status === 'failed') throw new Error(finding.message ?? id);
      });
    },
  };

  async function find(id: string, body: () => void | Promise<void>): Promise<Finding> {
    try {
      if (trouble) throw trouble;
      const waitsFor = (job.needs[id] ?? []).filter((need) => statuses.get(need) !== 'passed');
      if (waitsFor.length > 0) throw new CheckSkipped(`This waits for ${waitsFor.join(' and ')}: mend that first.`);
      await body();
      return { status: 'passed', share: 1, message: null, misconception: null, evidence: null };
    } catch (error) {
      return findingOf(error);
    }
  }

  function findingOf(error: unknown): Finding {
    const none = { share: 0, misconception: null, evidence: null };
    if (error instanceof CheckFailure) {
      const { status, message, misconception, evidence, share } = error;
      return { status, share, message, misconception, evidence };
    }
    if (error instanceof CheckSkipped) return { ...none, status: 'skipped', message: error.message };
    if (error instanceof StudentFault) {
      const status = error.kind === 'timed-out' ? 'timed-out' : 'failed';
      return { ...none, status, message: `${job.file} ${faultInWords(error, job.script)}` };
    }
    const message = error instanceof Error ? error.message : String(error);
    return { ...none, status: 'errored', message: `The grader could not do this check: ${message}` };
  }
}
