// Text in the columns of a terminal.

const WIDTH = 80; // columns

/** What a CI job's runner takes for a command: `::error::...` where a line begins, and `##[error]...` anywhere. */
const RUNNER_COMMAND = /(?<=^|\s):(?=:)|##(?=\w*\[)/g;

/**
 * The words of a text in lines of at most 80 columns, each indented; a longer word has a line of its own. Texts may be a
 * student's, so that none of them speaks to the runner of a CI job.
 */
export function wrap(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.replaceAll(RUNNER_COMMAND, '$& ').split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH - indent) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].filter((each) => each !== '').map((each) => ' '.repeat(indent) + each);
}
