// What a student's process did wrong, as one sentence with its place in the student's source.

import type { Script } from '../../harness/job.ts';
import type { StudentFault } from '../../harness/sandbox/host.ts';
import { placeInSource } from './stack.ts';
import { MISSING_EXPORT } from './student.ts';
import { isTodo, translate } from './translate.ts';

/** Continues "backward() ...": what happened, where, and what it means. */
function faultInWords(fault: StudentFault, script: Script): string {
  if (fault.studentStack === MISSING_EXPORT) return `${fault.message}.`;
  if (isTodo(fault.message)) return 'is not written yet: fill in its TODO.';
  const place = placeInSource(fault.studentStack, script);
  return `${ended(`${fault.message}${place ? ` (${place})` : ''}`)}${translate(fault)}`;
}

/**
 * What became of a call of `name`: a function that is not there or not written says just that. What was thrown has a place in
 * a file; what ended the process has none, so that the exercise is named.
 */
export function callFaultInWords(fault: StudentFault, name: string, script: Script): string {
  const exercise = fault.kind === 'threw' || fault.exercise === null ? '' : `${fault.exercise}: `;
  return `${exercise}${name}${isAbsent(fault) ? '' : '()'} ${faultInWords(fault, script)}`;
}

/** Whether the function is not there at all, or still a stub: nothing that was done wrong. */
export function isAbsent(fault: StudentFault): boolean {
  return fault.studentStack === MISSING_EXPORT || isTodo(fault.message);
}

/** Why an exercise did not load: what its top level did, before any function was called. */
export function loadFaultInWords(fault: StudentFault, file: string, script: Script): string {
  const said = faultInWords(fault, script);
  const loading =
    fault.kind === 'timed-out'
      ? said.replace('return', 'finish loading')
      : `${said.replace(/\.$/, '')}, while it was loading.`;
  return `${file} ${loading}`;
}

function ended(sentence: string): string {
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
