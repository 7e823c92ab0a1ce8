// Text in the columns of a terminal.

import { withoutCommands } from '../../reports/runnerText.ts';

const WIDTH = 80; // columns

/**
 * The words of a text in lines of at most 80 columns, each indented; a longer word has a line of its own. Texts may be a
 * student's, so that none of them speaks to the runner of a CI job.
 */
export function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of withoutCommands(text).split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH - indent) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].filter((each) => each !== '').map((each) => ' '.repeat(indent) + each);
}
