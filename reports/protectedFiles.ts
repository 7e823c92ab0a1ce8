// Says in words that files of a student's repository are not those that the course gave out.

import type { ProtectedFiles } from '../harness/result.ts';

/** One paragraph that names the files; null where there is nothing to say. */
export function changedInWords(files: ProtectedFiles | undefined): string | null {
  if (!files || files.changed.length === 0) return null;
  const count = files.changed.length + files.more;
  const more = files.more > 0 ? ` and ${files.more} more` : '';
  const subject = count === 1 ? 'A file of the grader differs' : `${count} files of the grader differ`;
  return (
    `${subject} from what the course gave out: ${files.changed.join(', ')}${more}. ` +
    "This costs no points here; what counts is a run with the course's own grader."
  );
}
