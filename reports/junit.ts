// The JUnit report: a suite an exercise, a case a check; points are properties.

import type { CheckResult, CheckStatus, ExerciseResult, Result } from '../harness/result.ts';
import { checksOf, explanation, reasonFor } from './checks.ts';
import { cutTo } from './cut.ts';
import { points } from './numbers.ts';
import { plainResult } from './plainText.ts';
import { element } from './xml.ts';

const MS_PER_SECOND = 1000;

/** What an exercise printed is for the HTML report; here is the start of it (characters). */
const OUTPUT_LIMIT = 65_536;

/** The text of junit.xml. */
export function junitReport(result: Result): string {
  const { exercises, durationMs } = plainResult(result);
  const checks = exercises.flatMap(checksOf);
  const attributes = { name: 'Handgrad', ...countsOf(checks), time: seconds(durationMs) };
  const suites = element('testsuites', attributes, exercises.map(suiteOf));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites}\n`;
}

function suiteOf(exercise: ExerciseResult): string {
  const checks = checksOf(exercise);
  const time = seconds(checks.reduce((sum, { durationMs }) => sum + durationMs, 0));
  return element('testsuite', { name: exercise.id, ...countsOf(checks), time }, [
    propertiesOf(exercise, { title: exercise.title, bonus: String(exercise.bonus) }),
    ...checks.map((check) => caseOf(check, exercise)),
    ...(exercise.output.trim() === ''
      ? []
      : [element('system-out', {}, cutTo(exercise.output, OUTPUT_LIMIT))]),
  ]);
}

function caseOf(check: CheckResult, exercise: ExerciseResult): string {
  const attributes = {
    name: check.title,
    classname: exercise.id,
    time: seconds(check.durationMs),
    file: exercise.file ?? `${exercise.id}.ts`,
  };
  const misconception = check.misconception === null ? {} : { misconception: check.misconception };
  return element('testcase', attributes, [
    propertiesOf(check, { id: check.id, ...misconception }),
    ...outcomeOf(check, exercise),
  ]);
}

/** *failure* is the student's and *error* ours, as in the result. */
function outcomeOf(check: CheckResult, exercise: ExerciseResult): string[] {
  const reason = reasonFor(check, exercise);
  if (reason === null) return [];
  const { status } = check;
  if (status === 'skipped') return [element('skipped', { message: reason })];
  const attributes = { message: reason, type: status };
  return [element(status === 'errored' ? 'error' : 'failure', attributes, explanation(check, exercise))];
}

function propertiesOf(
  { score, maxScore }: { score: number; maxScore: number },
  more: Record<string, string>,
): string {
  const values = { score: points(score), max_score: points(maxScore), ...more };
  const all = Object.entries(values).map(([name, value]) => element('property', { name, value }));
  return element('properties', {}, all);
}

function countsOf(checks: readonly CheckResult[]) {
  const count = (...statuses: CheckStatus[]) =>
    checks.filter(({ status }) => statuses.includes(status)).length;
  return {
    tests: checks.length,
    failures: count('failed', 'timed-out'),
    errors: count('errored'),
    skipped: count('skipped'),
  };
}

function seconds(ms: number): string {
  return (ms / MS_PER_SECOND).toFixed(3);
}
