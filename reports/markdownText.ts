// Text that others wrote, inside Markdown of ours: it shows what it says and does nothing.

const CODE = /`([^`\n]+)`/gu;

/** Whatever Markdown or HTML gives a meaning to. A character reference shows the character and means nothing. */
const MEANING = /[!"#$&'()*:<>@[\\\]^_`{|}~]/gu;

/**
 * What a page makes a link, a mention, a reference or a picture of even where it is written as character references: an
 * invisible space breaks it.
 */
const LIVELY = /[@#:](?=\S)|\bGH(?=-\d)|\bwww(?=\.)/giu;

/** Markdown on one line for a text, in which whatever stands between backticks is code. */
export function markdownText(text: string): string {
  // Splitting by a pattern with one group yields plain text and code in turns.
  return text
    .split(CODE)
    .map((part, index) => (index % 2 === 0 ? harmless(part) : `<code>${harmless(part)}</code>`))
    .join('');
}

function harmless(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(LIVELY, '$&\u200B')
    .replaceAll(MEANING, (character) => `&#${character.charCodeAt(0)};`);
}
