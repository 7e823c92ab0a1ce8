import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium as driver, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Gradebook } from '../../harness/gradebook.ts';
import { chromium } from './chromium.ts';
import { NAMES_THAT_NEVER_END, classSaying, renderClass } from './renderedClass.ts';
import { sampleClass } from './sampleClass.ts';
import { sampleEntry, sampleGradebook } from './sampleGradebook.ts';

/** A browser starts and opens a page in two seconds; a busy machine gets a minute. */
const TEST_TIMEOUT_MS = 60_000;
const WIDE = { width: 1200, height: 900 };
const PHONE = { width: 390, height: 844 };

const isMissing = chromium === undefined;
// Where CI=true nothing is skipped: the tests then fail, for there is no browser to run.
const isSkipped = isMissing && process.env.CI !== 'true';
if (isSkipped)
  process.stdout.write("skipped: tests of the class's page in a browser, for Chromium is not installed\n");

describe.skipIf(isSkipped)("the class's page in Chromium", { timeout: TEST_TIMEOUT_MS }, () => {
  let browser: Browser;
  let folder: string;
  const said: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handgrad-class-'));
    const options = { args: ['--no-sandbox', '--disable-gpu'] };
    browser = await driver.launch({ ...options, executablePath: chromium ?? 'chromium' });
  }, TEST_TIMEOUT_MS);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  afterEach(() => expectSilence(said.splice(0)));

  async function open(
    gradebook: Gradebook,
    options: { javaScriptEnabled?: boolean; viewport?: typeof WIDE } = {},
  ) {
    const file = join(folder, 'index.html');
    await writeFile(file, await renderClass(gradebook));
    const page = await browser.newPage({ viewport: WIDE, ...options });
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith('data:') && url !== pathToFileURL(file).href) said.push(url);
    });
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  const students = [
    sampleEntry({ id: 's1', name: 'Zoë', score: 9, group: 'B' }),
    sampleEntry({ id: 's2', name: 'ada', score: 100, group: 'A' }),
    sampleEntry({ id: 's3', name: 'Björk', score: null, status: 'errored', group: 'A', digest: null }),
    sampleEntry({ id: 's10', name: 'Emmy', score: 9, group: 'A', status: 'failed', isReused: true }),
  ];
  const small = sampleGradebook(students);

  it('sorts by a heading that is clicked, and back, and says which way', async () => {
    const page = await open(small);
    await heading(page, 'Student').click();
    expect(await names(page)).toEqual(['ada', 'Björk', 'Emmy', 'Zoë']);
    expect(await sortOf(page, 'Student')).toBe('ascending');
    await heading(page, 'Student').click();
    expect(await names(page)).toEqual(['Zoë', 'Emmy', 'Björk', 'ada']);
    expect(await sortOf(page, 'Student')).toBe('descending');
    expect(await sortOf(page, 'Score')).toBe('none');
  });

  it('sorts numbers as numbers, rows without one last in either direction, and leaves equal ones as they were', async () => {
    const page = await open(small);
    await heading(page, 'Score').click();
    expect(await names(page)).toEqual(['Zoë', 'Emmy', 'ada', 'Björk']);
    await heading(page, 'Score').click();
    expect(await names(page)).toEqual(['ada', 'Zoë', 'Emmy', 'Björk']);
    await heading(page, 'Id').click();
    expect(await names(page)).toEqual(['Zoë', 'ada', 'Björk', 'Emmy']);
  });

  it('sorts by every column, and goes back to the order of the roster', async () => {
    const page = await open(sampleClass(30));
    const before = await names(page);
    const buttons = page.locator('.students thead button');
    for (let index = 0; index < (await buttons.count()); index++) {
      await buttons.nth(index).click();
      expect((await names(page)).toSorted()).toEqual(before.toSorted());
    }
    await page.getByRole('button', { name: 'Roster order' }).click();
    expect(await names(page)).toEqual(before);
  });

  it('sorts and filters by the keyboard alone', async () => {
    const page = await open(small);
    await page.getByLabel('Find').focus();
    await page.keyboard.type('bjork');
    expect(await names(page)).toEqual(['Björk']);
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    await heading(page, 'Student').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    expect(await names(page)).toEqual(['Zoë', 'Emmy', 'Björk', 'ada']);
  });

  it.each([
    ['status', 'failed', ['Emmy']],
    ['group', '0', ['ada', 'Björk', 'Emmy']],
    ['run', 'reused', ['Emmy']],
  ])('filters by %s, and says how many rows are left', async (name, value, left) => {
    const page = await open(small);
    await page.locator(`#filters select[name=${name}]`).selectOption(value);
    expect(await names(page)).toEqual(left);
    expect(await page.textContent('#shown')).toBe(`${left.length} of 4 rows`);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('4 rows', { exact: true }).waitFor();
    expect(await names(page)).toHaveLength(4);
  });

  it('says so where no row fits', async () => {
    const page = await open(small);
    await page.getByLabel('Find').fill('nobody');
    expect(await page.getByText('No row fits all of these filters.').isVisible()).toBe(true);
    expect(await page.textContent('#shown')).toBe('0 of 4 rows');
  });

  it('shows who did not pass an exercise, and who shares a misconception', async () => {
    const book = sampleClass(30);
    const page = await open(book);
    const failed = book.entries.filter(({ digest }) => digest?.exercises[1]?.status === 'failed');
    await page.locator('#filters select[name=exercise]').selectOption('f1');
    expect(await names(page)).toHaveLength(failed.length);
    const shared = page.locator('.map tbody tr').first();
    await shared.getByRole('button').click();
    expect(await names(page)).toHaveLength(Number(await shared.locator('.shared strong').textContent()));
    expect(await shared.locator('summary').textContent()).toBe(`Who: ${(await names(page)).length} students`);
  });

  it('shows every row without a script, and nothing that would need one', async () => {
    const page = await open(sampleClass(60), { javaScriptEnabled: false });
    expect(await page.locator('.students tbody tr:visible').count()).toBe(60);
    expect(await page.locator('form:visible, button:visible').count()).toBe(0);
  });

  it('is a table to whoever hears it', async () => {
    const page = await open(small);
    const table = page.getByRole('table', { name: 'Students and their points' });
    expect(await table.getByRole('row').count()).toBe(5);
    expect(await table.getByRole('columnheader').count()).toBe(18);
    expect(await table.getByRole('rowheader', { name: 'Emmy' }).count()).toBe(1);
  });

  it.each([
    ['a wide screen', WIDE],
    ['a phone', PHONE],
  ])('needs no scrolling sideways on %s, however long a name is', async (_, viewport) => {
    for (const book of [sampleClass(30), classSaying(NAMES_THAT_NEVER_END)]) {
      const page = await open(book, { viewport });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      await page.close();
    }
  });

  it('runs nothing that a hostile student wrote', async () => {
    const page = await open(classSaying('</script><img src=x onerror=alert(1)><script>alert(1)</script>'));
    expect(await page.locator('img').count()).toBe(1);
    await heading(page, 'Score').click();
    expect(await sortOf(page, 'Score')).toBe('ascending');
  });
});

/** The console said nothing, and nothing but the page itself was asked for. */
function expectSilence(said: string[]): void {
  if (said.length > 0) throw new Error(`The page was not silent: ${said.join('; ')}`);
}

function heading(page: Page, name: string) {
  return page.locator('.students thead').getByRole('button', { name, exact: true });
}

async function sortOf(page: Page, name: string) {
  return page.locator('.students thead th', { hasText: name }).getAttribute('aria-sort');
}

/** The names of the rows that can be seen, from the top down. */
async function names(page: Page): Promise<string[]> {
  return page
    .locator('.students tbody tr:not([hidden]) .name')
    .evaluateAll((cells: { firstChild: { textContent: string } }[]) =>
      cells.map(({ firstChild }) => firstChild.textContent),
    );
}
