// XML as text: elements whose attributes and content are escaped, without the characters that XML 1.0 forbids.

const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // As they are, a reader makes spaces of them in an attribute, and a line feed of a carriage return.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** An element around elements, one a line, or around a text. */
export function element(
  name: string,
  attributes: Record<string, string | number>,
  content: string | readonly string[] = [],
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`);
  const head = `${name}${given.join('')}`;
  if (content.length === 0) return `<${head}/>`;
  const inner = typeof content === 'string' ? escaped(content) : `\n${content.join('\n')}\n`;
  return `<${head}>${inner}</${name}>`;
}

function escaped(text: string): string {
  return text
    .replaceAll(FORBIDDEN, '')
    .replaceAll(/[&<>\r]/gu, (character) => ENTITIES[character] ?? character);
}

function attribute(text: string): string {
  return text
    .replaceAll(FORBIDDEN, '')
    .replaceAll(/[&<>"\t\n\r]/gu, (character) => ENTITIES[character] ?? character);
}
