import { beforeAll, describe, expect, it } from 'vitest';
import { mayLeaveOut } from '../leftOut.ts';
import { chromium, openInChromium } from './chromium.ts';
import { HOSTILE_TEXTS, resultSaying } from './hostileResult.ts';
import { elementCounts, renderHtml } from './renderedPage.ts';

/** Two pages a test, each of which may take chromium.ts's whole minute. */
const TEST_TIMEOUT_MS = 130_000;
/** Pixels across a phone held upright. */
const PHONE = 390;

const isMissing = chromium === undefined;
// Where nothing may be left out the tests fail, for there is no browser to run.
const isSkipped = isMissing && mayLeaveOut('chromium');
if (isSkipped)
  process.stdout.write('skipped: tests of the report in a browser, for Chromium is not installed\n');

const hostile = HOSTILE_TEXTS.join('\n');

describe.skipIf(isSkipped)('a hostile result in Chromium', { timeout: TEST_TIMEOUT_MS }, () => {
  let opened: Awaited<ReturnType<typeof openInChromium>>;
  beforeAll(async () => {
    opened = await openInChromium(await renderHtml(resultSaying(hostile)));
  }, TEST_TIMEOUT_MS);

  it('opens without a word from the console, so without a breach of the policy', () => {
    expect(opened.dom).toContain('</html>');
    expect(opened.console).toEqual([]);
  });

  it('has the elements of a harmless one and no other', async () => {
    const harmless = await openInChromium(await renderHtml(resultSaying('x')));
    expect(elementCounts(opened.dom)).toEqual(elementCounts(harmless.dom));
    expect(elementCounts(opened.dom)).not.toHaveProperty('script');
  });
});

describe.skipIf(isSkipped)('what Chromium would say', { timeout: TEST_TIMEOUT_MS }, () => {
  it.each([
    ['a script', (page: string) => page.replace('<body>', '<body><script>document.title = 1</script>')],
    ['a style attribute', (page: string) => page.replace('<h1>', '<h1 style="color: red">')],
    [
      'a picture from elsewhere',
      (page: string) => page.replace('<h1>', '<img src="https://example.org/x.png"><h1>'),
    ],
    ['a stylesheet not the one named', (page: string) => page.replace('<style>', '<style> ')],
  ])('it refuses %s in the same page', async (_, plant) => {
    const { console } = await openInChromium(plant(await renderHtml(resultSaying('x'))));
    expect(console.join('\n')).toContain('violates the following Content Security Policy directive');
  });
});

describe.skipIf(isSkipped)('a report on a phone', { timeout: TEST_TIMEOUT_MS }, () => {
  it.each([
    ['short words', 'x'],
    ['words that never end', 'W'.repeat(600)],
  ])('needs no scrolling sideways for %s', async (_, text) => {
    const { dom } = await openInChromium(phone(await renderHtml(resultSaying(text))));
    expect(/<title>(.*?)<\/title>/u.exec(dom)?.[1]).toBe(String(PHONE));
  });
});

/** A page that shows another one as wide as a phone and takes its scrolling width for a title. */
function phone(html: string): string {
  const source = html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const measure = 'document.title = frames[0].document.documentElement.scrollWidth';
  return `<!doctype html><title></title>
<iframe width="${PHONE}" height="800" style="border: 0" srcdoc="${source}" onload="${measure}"></iframe>`;
}
