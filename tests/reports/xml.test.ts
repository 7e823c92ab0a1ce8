import fc from 'fast-check';
import { expect, it } from 'vitest';
import { element } from '../../reports/xml.ts';
import { hostileText } from './drawnText.ts';
import { readXml } from './xmlReader.ts';

it('leaves out the characters that XML forbids, and keeps every other', () => {
  const { attributes, text } = readXml(element('a', { b: '\u0000<"\t\n\uFFFF' }, '\u000B&]]>\uD800\r𝒳'));
  expect([attributes.b, text]).toEqual(['<"\t\n', '&]]>\r𝒳']);
});

it('is well formed whatever is in it', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(readXml(element('a', { b: text }, [element('c', {}, text)])).children).toHaveLength(1);
    }),
  );
});
