import Handlebars from 'handlebars';

const CODE = /`([^`\n]+)`/gu;

/** HTML of a text in which whatever stands between backticks is code; everything is escaped first. */
export function codeSpans(text: string): string {
  // Splitting by a pattern with one group yields plain text and code in turns.
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 0 ? escape(part) : `<code>${escape(part)}</code>`))
    .join('');
}

function escape(text: string): string {
  return Handlebars.Utils.escapeExpression(text);
}
