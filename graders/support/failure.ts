// What a check can end with beside passing, and how that becomes a finding.

import type { Evidence } from '../../harness/result.ts';
import type { Finding, Script } from '../../harness/job.ts';
import { StudentFault } from '../../harness/sandbox/host.ts';
import { callFaultInWords, loadFaultInWords } from './faults.ts';

/** What a failure can say beside its message. */
export interface Told {
  misconception?: string | null;
  evidence?: Evidence;
  /** The share of the points that is earned all the same. */
  share?: number;
  timedOut?: boolean;
}

/** The student's code is wrong: what was expected, what came, where, what next. */
export class CheckFailure extends Error {
  override name = 'CheckFailure';
  readonly told: Told;

  constructor(message: string, told: Told = {}) {
    super(message);
    this.told = told;
  }
}

/** A check that another one has to come before: it says nothing by itself. */
export class CheckSkipped extends Error {
  override name = 'CheckSkipped';
}

export const PASSED: Finding = {
  status: 'passed',
  share: 1,
  message: null,
  misconception: null,
  evidence: null,
};

/** What was thrown, as a finding: a failure, a fault of loading, a skip, or, for anything else, an error of ours. */
export function findingOf(thrown: unknown, file: string, script: Script): Finding {
  if (thrown instanceof CheckFailure) return failureFinding(thrown);
  const none = { share: 0, misconception: null, evidence: null };
  if (thrown instanceof CheckSkipped) return { ...none, status: 'skipped', message: thrown.message };
  if (thrown instanceof StudentFault) {
    const status = thrown.kind === 'timed-out' ? 'timed-out' : 'failed';
    return { ...none, status, message: faultSentence(thrown, file, script) };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { ...none, status: 'errored', message: `The grader could not do this check: ${message}` };
}

function faultSentence(fault: StudentFault, file: string, script: Script): string {
  return fault.calling === null
    ? loadFaultInWords(fault, file, script)
    : callFaultInWords(fault, fault.calling, script);
}

function failureFinding({ message, told }: CheckFailure): Finding {
  const { misconception = null, evidence = null, share = 0, timedOut = false } = told;
  return { status: timedOut ? 'timed-out' : 'failed', share, message, misconception, evidence };
}
