// A copy of the course with limits that are soon reached, in folders that nobody else writes to.

import { chmodSync } from 'node:fs';
import { courseWith, temporaryFolder } from '../command.ts';

export interface StrictCourse {
  /** The copy of the project. */
  root: string;
  /** For temporary files of the command. */
  scratch: string;
  /** On the command line of every student process of this copy, and on no other. */
  mark: string;
}

/** The files of tests that have a copy, which run side by side. */
const USERS = ['bubblewrap', 'permission', 'command'] as const;

/** As little memory as Node 24 starts with, and a few MiB more that tell the copies apart, those of another run too (MiB). */
const LEAST_MEMORY_MIB = 780;
const RUNS = 33;
/** V8 is given two thirds of it: steps of three give whole numbers. */
const STEP_MIB = 3;

export function strictCourse(user: (typeof USERS)[number]): StrictCourse {
  const copy = USERS.indexOf(user) + USERS.length * (process.ppid % RUNS);
  const memory = LEAST_MEMORY_MIB + STEP_MIB * copy;
  const scratch = temporaryFolder();
  chmodSync(scratch, 0o755); // the sandbox's nobody passes through it
  return {
    root: courseWith({
      'course.yaml': (text) =>
        text
          .replace('callSeconds: 5', 'callSeconds: 2')
          .replace('exerciseSeconds: 60', 'exerciseSeconds: 20')
          .replace('memoryMiB: 1536', `memoryMiB: ${memory}`),
    }),
    scratch,
    mark: `--max-old-space-size=${(memory * 2) / 3}`,
  };
}
