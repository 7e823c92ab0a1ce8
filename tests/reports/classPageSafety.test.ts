import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_TEXTS } from './hostileResult.ts';
import { classSaying, renderClass } from './renderedClass.ts';
import { elementCounts, stylesheetOf, textOf, withoutStylesheet } from './renderedPage.ts';
import { sampleClass } from './sampleClass.ts';

/** Runs of the property: each renders a whole page, some ten milliseconds. */
const PROPERTY_RUNS = 40;
/** Those runs take two seconds; a busy machine gets twenty times that. */
const PROPERTY_TIMEOUT_MS = 40_000;
/** Characters of a page a student, and of one without any: styles, script, picture. */
const MOST_PER_STUDENT = 1_500;
const MOST_OF_NONE = 120_000;
const STUDENTS = 500;

const NAMES = [
  ...HOSTILE_TEXTS,
  '=cmd|"/c calc"!A1',
  '"; document.title = 1; //',
  '</script><script>alert(1)</script>',
  '\u200Fשלום\u200F, world',
];

const harmless = elementCounts(await renderClass(classSaying('x')));

describe('a class of hostile students', () => {
  it.each(NAMES)('adds no element for %s', async (text) => {
    expect(elementCounts(await renderClass(classSaying(text)))).toEqual(harmless);
  });

  it.each(NAMES)('shows %s as it was written', async (text) => {
    expect(textOf(await renderClass(classSaying(text)))).toContain(text.replaceAll(/\s+/gu, ' '));
  });

  it('adds no element for any text at all', { timeout: PROPERTY_TIMEOUT_MS }, async () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .map((drawn) => `x${drawn.replaceAll('`', '')}`);
    await fc.assert(
      fc.asyncProperty(text, async (drawn) => {
        expect(elementCounts(await renderClass(classSaying(drawn)))).toEqual(harmless);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('finds no way out: no second script, no handler, no style, no link but to a report', async () => {
    for (const text of NAMES) {
      const page = withoutStylesheet(await renderClass(classSaying(text)));
      expect(page.match(/<script/giu)).toHaveLength(1);
      expect(page).not.toMatch(/<[^>]*\s(?:style|on[a-z]+|srcset|action|formaction)\s*=/iu);
      expect(page).not.toMatch(/\ssrc\s*=(?!"data:image\/svg\+xml;base64,[A-Za-z0-9+/=]*" alt="[^"]*")/iu);
      expect(page).not.toMatch(/<[^>]*\shref\s*=\s*"(?!#[a-z-]+"|\.\/[^":\s]*\/index\.html")/iu);
    }
  });

  it('hides no text and turns none around', async () => {
    const page = await renderClass(classSaying('\u001B[31mred\u001B[0m \u202Egnp.exe\u2069 \u0007\u0000end'));
    expect(page).not.toMatch(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/u);
    expect(textOf(page)).toContain('red \uFFFDgnp.exe\uFFFD end');
  });

  it('cannot fill the page with one name', async () => {
    const page = await renderClass(classSaying('W'.repeat(1_000_000)));
    expect(page.length).toBeLessThan(2_000_000);
    expect(textOf(page)).toContain('more characters)');
  });
});

describe('the policy of the page', () => {
  it('allows the one inline stylesheet and the one inline script by their hashes, and nothing else', async () => {
    const page = await renderClass(sampleClass(3));
    const script = /<script type="module">(.*?)<\/script>/su.exec(page)?.[1] ?? '';
    const hash = (text: string) => createHash('sha256').update(text).digest('base64');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash(stylesheetOf(page))}'; script-src 'sha256-${hash(script)}'; ` +
        `img-src data:; base-uri 'none'; form-action 'none'">`,
    );
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
    expect(script).not.toMatch(/https?:|fetch\(|import |innerHTML|eval\(/u);
  });
});

describe('the size of the page', () => {
  it('stays in proportion to the class', async () => {
    const page = await renderClass(sampleClass(STUDENTS));
    expect(Buffer.byteLength(page)).toBeLessThan(MOST_OF_NONE + MOST_PER_STUDENT * STUDENTS);
  });
});
