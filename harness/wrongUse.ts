// What whoever called a command has to mend before it can begin.

/** A word, a file or a folder that a command was given and cannot work with; its message says what to do. Exit code 2. */
export class WrongUse extends Error {
  override name = 'WrongUse';
}
