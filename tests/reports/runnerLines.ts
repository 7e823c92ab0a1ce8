/** What a runner's Unicode knows as white space; it trims a line by it before it looks for a command. */
const WHITE_SPACE = /^[\s\u0085]+/u;

/** The lines of a log in which a runner finds a command, of the old form or the new. */
export function commandsIn(log: string): string[] {
  return log
    .split(/\r\n|\r|\n/)
    .filter((line) => line.replace(WHITE_SPACE, '').startsWith('::') || /##(?:\w*)\[/.test(line));
}
