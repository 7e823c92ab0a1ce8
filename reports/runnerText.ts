// What a CI job's runner reads in its log: text in which it finds no command, and commands of our own.

/** `::error::...` where a line begins, and `##[error]...` anywhere. */
const COMMAND = /(?<=^|\s):(?=:)|##(?=\w*\[)/g;

/** The same text with a space in whatever a runner would take for a command; lines stay lines. */
export function withoutCommands(text: string): string {
  return text.replaceAll(COMMAND, '$& ');
}

/** The same for JSON on lines of its own: the value is the same, and no string in it holds `##[`. */
export function jsonWithoutCommands(json: string): string {
  return json.replaceAll(/##(?=\w*\[)/g, '#\\u0023');
}

/** `::error file=F,line=L::message`, on one line whatever is in it; a property that is null is left out. */
export function runnerCommand(
  command: 'error' | 'warning',
  properties: Record<string, string | number | null>,
  message: string,
): string {
  const given = Object.entries(properties).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${escapedProperty(String(value))}`],
  );
  return `::${command} ${given.join(',')}::${escapedData(message)}`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
