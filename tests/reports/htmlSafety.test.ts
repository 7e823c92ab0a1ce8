import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../reports/html.ts';
import { folderOf } from '../harness/folder.ts';
import { HOSTILE_TEXTS, resultSaying } from './hostileResult.ts';
import { mixedResult } from './mixedResult.ts';
import {
  elementCounts,
  renderHtml,
  stylesheetOf,
  TEMPLATES,
  textOf,
  withoutStylesheet,
} from './renderedPage.ts';

/** Runs of the property: each renders a whole page, a few milliseconds. */
const PROPERTY_RUNS = 100;
/** Those runs take two seconds; a busy machine gets ten times that. */
const PROPERTY_TIMEOUT_MS = 20_000;

const mixedPage = await renderHtml(mixedResult());
const harmless = elementCounts(await renderHtml(resultSaying('x')));

describe('a page that quotes a hostile student', () => {
  it.each(HOSTILE_TEXTS)('has no element more for %s', async (text) => {
    expect(elementCounts(await renderHtml(resultSaying(text)))).toEqual(harmless);
  });

  it.each(HOSTILE_TEXTS)('shows %s as it was written', async (text) => {
    expect(textOf(await renderHtml(resultSaying(text)))).toContain(text.replaceAll(/\s+/gu, ' '));
  });

  it('has no element more for any text at all', { timeout: PROPERTY_TIMEOUT_MS }, async () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .map((drawn) => `x${drawn.replaceAll('`', '')}`);
    await fc.assert(
      fc.asyncProperty(text, async (drawn) => {
        expect(elementCounts(await renderHtml(resultSaying(drawn)))).toEqual(harmless);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('has nothing but code elements more where the text has backticks', async () => {
    const counts = elementCounts(await renderHtml(resultSaying('`<b>` and `"><i>`')));
    expect({ ...counts, code: 0 }).toEqual({ ...harmless, code: 0 });
  });

  it('holds no script, no style attribute, no handler and no way out', async () => {
    for (const text of HOSTILE_TEXTS) {
      const page = withoutStylesheet(await renderHtml(resultSaying(text)));
      expect(page).not.toMatch(/<script/iu);
      expect(page).not.toMatch(/<[^>]*\s(?:style|on[a-z]+|srcset|action|formaction)\s*=/iu);
      expect(page).not.toMatch(
        /\ssrc\s*=(?!"data:image\/(?:png|svg\+xml);base64,[A-Za-z0-9+/=]*" alt="[^"]*")/iu,
      );
      expect(page).not.toMatch(/<[^>]*\shref\s*=\s*"(?!#)/iu);
    }
  });

  it('links to fragments of plain letters, digits and hyphens alone', async () => {
    for (const text of HOSTILE_TEXTS) {
      const page = await renderHtml(resultSaying(text));
      const targets = [...page.matchAll(/\s(?:href|id|aria-labelledby)="([^"]*)"/gu)].map(
        ([, target]) => target,
      );
      expect(targets.filter((target) => !/^#?[a-z0-9-]+$/u.test(target ?? ''))).toEqual([]);
    }
  });

  it('shows neither terminal commands nor overrides of direction', async () => {
    const page = await renderHtml(resultSaying('\u001B[31mred\u001B[0m \u202Egnp.exe\u2069 \u0007\u0000end'));
    expect(page).not.toMatch(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/u);
    expect(textOf(page)).toContain('red \uFFFDgnp.exe\uFFFD end');
  });

  it('stays small however much was printed', async () => {
    const page = await renderHtml(resultSaying('<&>"'.repeat(500_000)));
    expect(page.length).toBeLessThan(16_000_000);
    expect(textOf(page)).toContain('more characters)');
  });
});

describe('the policy of the page', () => {
  const page = mixedPage;

  it('allows the one inline stylesheet by its hash and nothing else', () => {
    const hash = createHash('sha256').update(stylesheetOf(page)).digest('base64');
    expect(page.match(/<style/gu)).toHaveLength(1);
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; ` +
        `img-src data:; base-uri 'none'; form-action 'none'">`,
    );
  });

  it('stands before the stylesheet that it judges', () => {
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  it('fits a stylesheet that was checked out with CRLF, which a browser reads as LF', async () => {
    const folder = await folderOf({});
    cpSync(TEMPLATES, folder, { recursive: true });
    for (const path of ['colours.css', 'report.css'].map((name) => join(folder, name))) {
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
    }
    expect(await htmlReport(folder)(mixedResult())).toBe(page);
  });
});
