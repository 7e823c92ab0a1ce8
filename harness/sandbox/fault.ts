// Everything a student's process can do wrong, told apart and in words a student can use.

import type { Limits } from './limits.ts';

export type FaultKind =
  | 'threw'
  | 'timed-out'
  | 'exited'
  | 'crashed'
  | 'out-of-memory'
  | 'flooded'
  | 'malformed'
  | 'unstarted'
  | 'closed';

/** A fault of the student's process. `says` continues "backward() ...". */
export class StudentFault extends Error {
  override name = 'StudentFault';
  readonly kind: FaultKind;
  /** The student's own stack, in the bundle's lines; empty where there is none. */
  readonly studentStack: string;
  /** The function that was called; null while the submission was loading. */
  calling: string | null = null;
  /** The exercise whose function that was. */
  exercise: string | null = null;
  /** The libraries that the exercise may use; null where that is not known. */
  libraries: readonly string[] | null = null;
  /** The input it was called with, in words; null where nobody has words for it. */
  on: string | null = null;

  constructor(kind: FaultKind, says: string, studentStack = '') {
    super(says);
    this.kind = kind;
    this.studentStack = studentStack;
  }

  /** Code that threw; running out of memory throws as well and is told as that. */
  static threw(error: { name: string; message: string; stack: string }): StudentFault {
    if (OUT_OF_MEMORY.test(error.message)) {
      return new StudentFault(
        'out-of-memory',
        `asked for more memory than there is (${error.message})`,
        error.stack,
      );
    }
    const what = error.name === 'thrown' ? error.message : `${error.name}: ${error.message}`;
    return new StudentFault('threw', `threw ${what}`, error.stack);
  }

  static timeout(ms: number): StudentFault {
    return new StudentFault(
      'timed-out',
      `did not return within ${ms / 1000} s: is there a loop that never ends?`,
    );
  }

  static flood({ outputStopBytes }: Limits): StudentFault {
    return new StudentFault(
      'flooded',
      `printed more than ${outputStopBytes / 1024} KiB and was stopped: print less`,
    );
  }

  static malformed(): StudentFault {
    return new StudentFault('malformed', 'wrote into the channel that carries its results, and was stopped');
  }

  static unstarted(message: string): StudentFault {
    return new StudentFault('unstarted', `could not be started: ${message}`);
  }

  static closed(): StudentFault {
    return new StudentFault('closed', 'was asked of a process that has been closed');
  }

  /** A process that ended by itself, before it answered. bubblewrap tells a signal as 128 + its number. */
  static exited(code: number | null, signal: string | null, output: string, limits: Limits): StudentFault {
    if (OUT_OF_MEMORY.test(output)) {
      const gigabytes = (limits.memoryBytes / 1024 ** 3).toFixed(1);
      return new StudentFault(
        'out-of-memory',
        `used more memory than the ${gigabytes} GiB there is, and was stopped`,
      );
    }
    if (code === SIGKILLED || signal === 'SIGKILL') {
      return new StudentFault('crashed', 'was stopped by the system: it used up its time or its memory');
    }
    const thrown = uncaughtIn(output);
    if (thrown !== null) return new StudentFault('crashed', `crashed with ${thrown}`, output);
    if (signal !== null || (code ?? 0) > 128) {
      return new StudentFault('crashed', `crashed (${signal ?? `signal ${(code ?? 0) - 128}`})`);
    }
    return new StudentFault(
      'exited',
      `ended the process (exit code ${code}) before it returned: remove process.exit`,
    );
  }
}

/** The error, or whatever was thrown, that Node printed as it ended a process. */
function uncaughtIn(output: string): string | null {
  const error = /^(?:Uncaught )?(\w*(?:Error|Exception)\b.*)$/m.exec(output);
  return error?.[1] ?? UNCAUGHT.exec(output)?.[1] ?? null;
}

/** What Node says after an uncaught value that is no Error. */
const UNCAUGHT = /^(.*)\n\(Use `node --trace-uncaught/m;
const SIGKILLED = 128 + 9;
const OUT_OF_MEMORY =
  /heap out of memory|allocation failed|out of memory|(failed to|could not) allocate memory/i;
