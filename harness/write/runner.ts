// The files through which a CI job's runner is told things: $GITHUB_OUTPUT and $GITHUB_STEP_SUMMARY.

import { appendFileSync, statSync } from 'node:fs';
import { classroomReport } from '../../reports/classroom.ts';
import { SUMMARY_LIMIT, summaryReport } from '../../reports/summary.ts';
import type { Result } from '../result.ts';

type Write = (text: string) => string[];

/** Appends the lines for GitHub Classroom's reporter to the step's outputs; where there is no such file, writes one. */
export function writeClassroom(result: Result, write: Write): string[] {
  const outputs = process.env.GITHUB_OUTPUT;
  const lines = classroomReport(result);
  if (!outputs) return write(lines);
  appendFileSync(outputs, lines);
  return [];
}

/** Writes the summary, and appends to the step's as much of it as still fits there. */
export function writeSummary(result: Result, write: Write): string[] {
  const step = process.env.GITHUB_STEP_SUMMARY;
  if (step) {
    const taken = statSync(step, { throwIfNoEntry: false })?.size ?? 0;
    const fitting = summaryReport(result, SUMMARY_LIMIT - taken - 1);
    // What is there already need not end its line.
    if (fitting !== '') appendFileSync(step, `\n${fitting}`);
  }
  return write(summaryReport(result));
}
