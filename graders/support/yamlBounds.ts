// Whether a text can be given to a parser that recurses: one nested deep enough ends our process with the stack, and one of
// marks alone keeps it for a minute. The lexer goes over it in one pass and does neither.

import { Lexer } from 'yaml';

/** A file of answers with a reason for each has 500; a MiB of prose in lines of 80 has 40,000 (tokens). */
const MOST_TOKENS = 131_072;
/** A file of answers needs 3; the parser's stack ends at some thousands, on a machine with little of it at hundreds. */
const DEEPEST = 200;

/** One sentence on why `text` is not to be parsed; null for whatever a person would write. */
export function boundExceeded(text: string): string | null {
  const nesting = new Nesting();
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    tokens++;
    nesting.take(token);
    if (nesting.depth > DEEPEST) return `Lists, brackets or indentation are nested over ${DEEPEST} deep`;
    if (tokens > MOST_TOKENS) return `The file has over ${MOST_TOKENS} words and marks of YAML`;
  }
  return null;
}

/** An upper bound on how deep the values at a place are nested. */
class Nesting {
  private brackets = 0;
  /** Spaces that the line starts with, and the marks on it that open something outside brackets. */
  private line = 0;
  private isLineStart = true;

  get depth(): number {
    return this.brackets + this.line;
  }

  take(token: string): void {
    if (token === '\n' || token === '\r\n') {
      this.line = 0;
      this.isLineStart = true;
      return;
    }
    if (this.isLineStart && token.startsWith(' ')) this.line += token.length;
    else if (token === '[' || token === '{') this.brackets++;
    else if (token === ']' || token === '}') this.brackets = Math.max(0, this.brackets - 1);
    else if (this.brackets === 0 && /^[-?:]$/.test(token)) this.line++;
    this.isLineStart = false;
  }
}
