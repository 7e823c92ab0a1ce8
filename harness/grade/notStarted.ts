// Tells an exercise that nobody has begun.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Strings, which may look like comments inside, and comments. What is left open runs to the end of the line or file, so
 * that no start is tried twice: the time stays linear whatever the text. A line ends where TypeScript lets it end, which
 * is where `.` ends, too: an old Mac's carriage return alone is one.
 */
const STRING_OR_COMMENT =
  /("(?:\\.|[^"\\\n\r])*"?|'(?:\\.|[^'\\\n\r])*'?|`(?:\\[^]|[^`\\])*`?)|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|\/\/.*/g;

/**
 * The digest of each stub by its file, as they were given out: in a student's repository exercises/ is what was handed in.
 * Throws where the file is malformed.
 */
export function readStubs(root: string): Record<string, string> {
  return JSON.parse(readFileSync(path.join(root, 'graders', 'stubs.json'), 'utf8')) as Record<string, string>;
}

/** sha256 of what a student wrote in a file, which comments and white space are not. */
export function workDigest(file: string, text: string): string {
  return createHash('sha256').update(workIn(file, text)).digest('hex');
}

/** Whether a file is empty, only comments, or its stub with nothing changed but comments and white space. */
export function isUntouched(file: string, text: string, stubDigest: string | undefined): boolean {
  return workIn(file, text) === '' || workDigest(file, text) === stubDigest;
}

function workIn(file: string, text: string): string {
  return file.endsWith('.yaml') ? withoutYamlComments(text) : withoutComments(text);
}

/** In YAML a comment starts with # after white space. A # in quotes is taken for a comment, too: the quotes before it stay, so such a file is begun all the same. */
function withoutYamlComments(text: string): string {
  return text.replaceAll(/(^|\s)#.*/g, '$1').replaceAll(/\s+/g, '');
}

function withoutComments(text: string): string {
  return text
    .replaceAll(STRING_OR_COMMENT, (_, string: string | undefined) => string ?? ' ')
    .replaceAll(/\s+/g, '');
}
