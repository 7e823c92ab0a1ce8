import { describe, expect, it } from 'vitest';
import { classPage } from '../../reports/classPage.ts';
import { folderOf } from '../harness/folder.ts';
import { renderClass } from './renderedClass.ts';
import { TEMPLATES, textOf } from './renderedPage.ts';
import { sampleClass } from './sampleClass.ts';
import { sampleDigest, sampleEntry, sampleExercise, sampleGradebook } from './sampleGradebook.ts';

const book = sampleClass(30);
const page = await renderClass(book);
const text = textOf(page);

describe('the page of a class', () => {
  it('names the class, and who handed in', () => {
    const missing = book.entries.filter(({ status }) => status === 'missing').length;
    expect(page).toContain('<h1>neural-networks-2026</h1>');
    expect(text).toContain(`${30 - missing} of 30 students handed in.`);
    expect(page).toContain(
      `<title>neural-networks-2026: ${30 - missing} of 30 students handed in · Handgrad</title>`,
    );
  });

  it('has one row an entry, in the order of the gradebook', () => {
    const rows = [...page.matchAll(/<tr role="row" data-status="([^"]*)"/gu)].map(([, status]) => status);
    expect(rows).toEqual(book.entries.map(({ status }) => status));
  });

  it('links every report that there is', () => {
    const folders = book.entries.flatMap(({ folder }) => folder ?? []);
    expect(folders.filter((folder) => !page.includes(`<a href="./${folder}/index.html">`))).toEqual([]);
    expect(folders.length).toBeGreaterThan(20);
  });

  it('says every status in a word beside its icon', () => {
    for (const [word, icon] of [
      ['passed', 'passed'],
      ['not passed', 'failed'],
      ['missing', 'idle'],
      ['not on roster', 'stranger'],
    ]) {
      expect(page).toContain(`<use href="#icon-${icon}"/></svg>${word}`);
      expect(page).toContain(`<symbol id="icon-${icon}"`);
    }
  });

  it('has all its parts', () => {
    const titles = [...page.matchAll(/<h2[^>]*>(.*?)<\/h2>/gu)].map(([, title]) => title);
    expect(titles).toEqual([
      ...[
        'See to these first',
        'Scores',
        'Time per exercise',
        'Hardest checks',
        'Misconceptions',
        'Students',
      ],
    ]);
    expect(page).toMatch(
      /<img class="chart" src="data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+" alt="Histogram of/u,
    );
  });

  it('gives no two elements one id, and every fragment a target', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/\shref="#([^"]*)"/gu)].map(([, target]) => target);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it('explains a misconception where it is given words', async () => {
    const wrong = sampleExercise('02-backward', [
      { id: 'dz2', status: 'failed', misconception: 'gradient-sign' },
    ]);
    const entries = [sampleEntry({ digest: sampleDigest([wrong]) })];
    const explained = classPage(TEMPLATES, { 'gradient-sign': 'It is `p - onehot(y)`.' });
    expect(await explained(sampleGradebook(entries))).toContain('It is <code>p - onehot(y)</code>.');
    expect(textOf(await renderClass(sampleGradebook(entries)))).toContain('gradient sign');
  });

  it('says that there is nothing yet where there is nobody', async () => {
    const empty = textOf(await renderClass(sampleGradebook([])));
    expect(empty).toContain('There is nobody on the roster and nothing was handed in.');
    expect(empty).toContain('There is no score to draw yet.');
    expect(empty).toContain('There is nobody to show.');
  });

  it('is calm where there is nothing to see to', async () => {
    const calm = textOf(await renderClass(sampleGradebook([sampleEntry()])));
    expect(calm).toContain('Nothing to see to.');
    expect(calm).toContain('Nobody has failed a check.');
    expect(calm).toContain('No mistake could be named');
  });

  it('is the same page for the same gradebook, which it leaves alone', async () => {
    expect(await renderClass(book)).toBe(page);
    expect(book).toEqual(sampleClass(30));
  });

  it('throws where the templates are missing', async () => {
    const empty = await folderOf({});
    expect(() => classPage(empty)).toThrow('colours.css');
  });
});
