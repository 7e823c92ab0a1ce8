// What the YAML parser complains of, as one sentence that says what to do.

import type { YAMLParseError } from 'yaml';

const SENTENCES: Partial<Record<YAMLParseError['code'], string>> = {
  BAD_INDENT: 'The indentation is off, or a bracket above is never closed.',
  BLOCK_AS_IMPLICIT_KEY: 'There is a second colon in one line: put text that has a colon in quotes.',
  DUPLICATE_KEY: 'This is given twice.',
  MULTIPLE_DOCS: 'A line --- starts a second document: only the first is read.',
  MULTILINE_IMPLICIT_KEY:
    'This was taken for a part of the line above: is a quote, bracket or colon missing there?',
  TAB_AS_INDENT: 'There is a tab where YAML wants spaces.',
  BAD_ALIAS: 'A * starts an alias in YAML: put the text in quotes.',
  BAD_SCALAR_START: 'This character has to stand in quotes.',
  UNEXPECTED_TOKEN: 'This was not expected here: is something missing before it, or are quotes?',
};

/** The sentence for one complaint. */
export function faultIn({ code, message }: YAMLParseError): string {
  if (message.includes('Missing closing')) return 'A quote is opened and never closed.';
  if (/end with a [\]}]/.test(message)) return 'A bracket is opened and never closed.';
  if (message.includes('call stack')) return 'Brackets are nested too deeply to be read.';
  return SENTENCES[code] ?? `This is not YAML: ${message.replace(/\.$/, '')}.`;
}
