/** An element that was read. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const CHARACTER = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const TOKEN =
  /<\?xml [^<>]*\?>|<\/(?<end>[\w-]+)>|<(?<start>[\w-]+)(?<given>(?:\s+[\w-]+="[^"<]*")*)(?<empty>\/?)>|(?<text>[^<]+)/uy;
const REFERENCES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Reads an XML document of elements and text; throws where it is not well formed. */
export function readXml(document: string): XmlElement {
  if (!CHARACTER.test(document)) throw new Error('a character that XML forbids');
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(document)?.groups;
    if (!token || !take(token, open)) throw new Error(`not well formed: ${document.slice(at, at + 60)}`);
  }
  const [root, ...more] = top.children;
  if (!root || more.length > 0 || open.length !== 1 || top.text.trim() !== '')
    throw new Error('not one root');
  return root;
}

/** Puts a token where it belongs; whether it belongs there. */
function take(token: Record<string, string | undefined>, open: XmlElement[]): boolean {
  const { start, given = '', empty, end, text } = token;
  if (end !== undefined) return open.pop()?.name === end;
  const parent = open.at(-1);
  if (!parent) return false;
  if (text !== undefined) parent.text += resolved(text);
  if (start === undefined) return true;
  const element: XmlElement = { name: start, attributes: attributesOf(given), children: [], text: '' };
  parent.children.push(element);
  if (empty === '') open.push(element);
  return true;
}

function attributesOf(given: string): Record<string, string> {
  const pairs = [...given.matchAll(/([\w-]+)="([^"]*)"/gu)].map(
    ([, name = '', value = '']) => [name, resolved(value.replaceAll(/[\t\n\r]/g, ' '))] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error('an attribute twice');
  return Object.fromEntries(pairs);
}

function resolved(text: string): string {
  if (text.includes(']]>')) throw new Error(']]> in a text');
  return text.replaceAll(
    /&(?:#(\d+)|(\w+));|&/gu,
    (whole, code: string | undefined, name: string | undefined) => {
      const character = code === undefined ? REFERENCES[name ?? ''] : String.fromCodePoint(Number(code));
      if (character === undefined) throw new Error(`${whole} is no reference`);
      return character;
    },
  );
}
