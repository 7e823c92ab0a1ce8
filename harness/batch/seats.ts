// Who is graded: every student of the roster, with what was handed in, and whatever else was handed in.

import { folderNameOf } from './folderName.ts';
import type { HandedIn } from './intake.ts';
import { matchRoster, type Student } from './roster.ts';

export interface Seat extends Student {
  /** On the roster, or there is none. */
  isExpected: boolean;
  handedIn: HandedIn | null;
  /** Null where that is not known. */
  submittedAt: Date | null;
  /** For its reports, such as `submissions/ada`. */
  folder: string;
}
