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

/** The same of a file of answers in YAML, where a comment starts with # after white space. */
export function isNotAnswered(text: string, stub: string): boolean {
  const answers = withoutYamlComments(text);
  return answers === '' || answers === withoutYamlComments(stub);
}

/** A # in quotes is taken for a comment, too: the quotes before it stay, so such a file is begun all the same. */
function withoutYamlComments(text: string): string {
  return text.replaceAll(/(^|\s)#.*/g, '$1').replaceAll(/\s+/g, '');
}

function withoutComments(text: string): string {
  return text
    .replaceAll(STRING_OR_COMMENT, (_, string: string | undefined) => string ?? ' ')
    .replaceAll(/\s+/g, '');
}
