// `npm run starter -- DIR`: the repository that students start from; with --gradescope, Gradescope's autograder.

import path from 'node:path';
import { writeAutograder } from '../starter/autograder.ts';
import { isFree, writeStarter } from '../starter/folder.ts';
import { isUnpinned, readPin, UNPINNED, type Pin } from '../starter/pin.ts';
import { filledIn } from '../starter/stubs.ts';
import { STARTER_HELP } from './help.ts';
import type { ExitCode } from './main.ts';
import { fromCaller, readWords, UsageError } from './usage.ts';

const OPTIONS = {
  gradescope: { type: 'boolean', default: false },
  grader: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** What the zip for Gradescope is called where only its folder was said. */
const ZIP = 'autograder.zip';

/** Makes the starter, or the autograder, in a place that is free. */
export async function starterCommand(words: string[], root: string): Promise<ExitCode> {
  const { values, positionals } = readWords(words, OPTIONS);
  if (values.help) {
    process.stdout.write(STARTER_HELP);
    return 0;
  }
  const pin = pinOf(values.grader);
  const place = placeOf(positionals, values.gradescope);
  const reason = filledIn(root);
  if (reason !== null) throw new UsageError(reason);
  process.stdout.write(
    values.gradescope ? await makeAutograder(root, place, pin) : makeStarter(root, place, pin),
  );
  return 0;
}

function pinOf(given: string | undefined): Pin {
  if (given === undefined) return UNPINNED;
  const pin = readPin(given);
  if (pin) return pin;
  throw new UsageError(
    `--grader ${given} is no OWNER/REPO@SHA: SHA is the full hash of a commit, 40 digits, as \`git rev-parse HEAD\` ` +
      'prints it. A branch or tag can be moved, and a shorter hash cannot be fetched.',
  );
}

function placeOf([given, ...more]: readonly string[], isForGradescope: boolean): string {
  if (more.length > 0) throw new UsageError(`One DIR is made at a time: ${more.join(' ')} is too much.`);
  if (given === undefined && !isForGradescope)
    throw new UsageError('Say where the starter goes: npm run starter -- DIR, with DIR new or empty.');
  const place = fromCaller(given ?? ZIP);
  if (!isFree(place))
    throw new UsageError(`${place} is not empty: name a folder that is new or empty, or empty this one.`);
  return place;
}

function makeStarter(root: string, folder: string, pin: Pin): string {
  const count = writeStarter(root, folder, pin);
  const grader = isUnpinned(pin)
    ? 'Its workflow grades with the copy of the grader in each repository, which a student can change: ' +
      '--grader OWNER/REPO@SHA has it fetch one that nobody can.'
    : `Its workflow grades with ${pin.repository} at ${pin.commit}.`;
  return `Wrote ${count} files to ${folder}.\n${grader}\nNext: docs/classroom.md.\n`;
}

async function makeAutograder(root: string, place: string, pin: Pin): Promise<string> {
  if (!isUnpinned(pin))
    throw new UsageError('--grader goes into a workflow; the zip for Gradescope holds its grader itself.');
  const file = place.endsWith('.zip') ? place : path.join(place, ZIP);
  const count = await writeAutograder(root, file);
  return `Wrote ${file} with ${count} files.\nNext: upload it under Configure Autograder; docs/classroom.md.\n`;
}
