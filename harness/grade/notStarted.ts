// Tells an exercise that nobody has begun.

/**
 * Strings, which may look like comments inside, and comments. What is left open runs to the end of the line or file, so
 * that no start is tried twice: the time stays linear whatever the text.
 */
const STRING_OR_COMMENT =
  /("(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\[^]|[^`\\])*`?)|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|\/\/[^\n]*/g;

/** Whether a file is empty, only comments, or its stub with nothing changed but comments and white space. */
export function isNotStarted(text: string, stub: string): boolean {
  const code = withoutComments(text);
  return code === '' || code === withoutComments(stub);
}

function withoutComments(text: string): string {
  return text
    .replaceAll(STRING_OR_COMMENT, (_, string: string | undefined) => string ?? ' ')
    .replaceAll(/\s+/g, '');
}
