// A real browser for one page at a time, without a network and without a profile.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is, undefined where it is not. */
export const chromium = PLACES.find((place) => existsSync(place));

/** A page opens in about a second; a busy machine gets a minute. */
const OPEN_TIMEOUT_MS = 60_000;
const DOM_LIMIT_BYTES = 64 * 1024 * 1024;

const OPTIONS = [
  '--headless',
  // A page is then as wide as its window, as on a phone.
  '--hide-scrollbars',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-logging=stderr',
  '--dump-dom',
];

/** Opens a page: the elements it came to have, and what the browser's console said. */
export async function openInChromium(html: string): Promise<{ dom: string; console: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'handgrad-chromium-'));
  try {
    const page = join(folder, 'page.html');
    await writeFile(page, html);
    const options = [...OPTIONS, `--user-data-dir=${join(folder, 'profile')}`, pathToFileURL(page).href];
    const { stdout, stderr } = await promisify(execFile)(chromium ?? 'chromium', options, {
      timeout: OPEN_TIMEOUT_MS,
      maxBuffer: DOM_LIMIT_BYTES,
    });
    return { dom: stdout, console: stderr.split('\n').filter((line) => line.includes(':CONSOLE:')) };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
