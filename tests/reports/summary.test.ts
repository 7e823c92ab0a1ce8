import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownText } from '../../reports/markdownText.ts';
import { SUMMARY_LIMIT, summaryReport } from '../../reports/summary.ts';
import { hostileText } from './drawnText.ts';
import { resultSaying } from './hostileResult.ts';
import { largeResult } from './largeResult.ts';
import { mixedResult } from './mixedResult.ts';
import { commandsIn } from './runnerLines.ts';
import { sampleExercise, sampleResult } from './sampleResult.ts';

const OURS = /<\/?(?:details|summary|b|i|code|br)>/g;

/** The table's head is ours. */
function isOfResult(line: string): boolean {
  return line !== '| Exercise | Points | |' && line !== '| :-- | --: | :-- |';
}

/** What is left of a line when the Markdown of the summary itself is taken away. */
function saidIn(line: string): string {
  return line
    .replace(/^(?:## |\| |- )/, '')
    .replaceAll(OURS, '')
    .replaceAll(/ \(bonus\)| \((?:[a-z ]+), [\d.]+ of [\d.]+\)/g, '')
    .replaceAll(/ \| | \|$/g, ' ')
    .replaceAll(/<?:?--:?/g, '')
    .replaceAll(/Hint:|Mistake:|Practice with --quick:/g, '');
}

/** What a page shows of character references. */
function shownBy(markdown: string): string {
  return markdown
    .replaceAll(OURS, '')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

it('is the report that it was', async () => {
  await expect(summaryReport(mixedResult())).toMatchFileSnapshot('golden/summary.md');
});

describe('a summary', () => {
  const lines = summaryReport(mixedResult()).split('\n');

  it('begins with the points', () => {
    expect(lines[0]).toBe('## ⚠️ 33.25 of 74 points, and 12 of 18 bonus points');
  });

  it('has a row of three cells for every exercise', () => {
    const rows = lines.filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(2 + 8);
    expect(rows[3]).toBe('| 02-backward The backward pass | 9.25 / 18 | ❌ not passed yet |');
    expect(rows[5]).toBe('| 04-three-layer Three layers | – / 14 | ⚠️ could not be graded |');
  });

  it('unfolds message, hint and mistake of every exercise that failed, and of no other', () => {
    const folded = lines
      .filter((line) => line.startsWith('<summary>'))
      .map((line) => /\d\d-[a-z-]+/.exec(line)?.[0]);
    expect(folded).toEqual(['02-backward', '03-train', '04-three-layer', '05-tanh', '06-mnist']);
    expect(shownBy(lines.join('\n'))).toContain('Mistake: bias-gradient-averaged');
  });

  it('says so where nothing counts', () => {
    expect(summaryReport(sampleResult({ quick: true }))).toContain(
      'Practice with --quick: this does not count.',
    );
  });

  it('has the same lines, none of which does anything, whatever a student wrote', () => {
    const outline = (text: string) => text.split('\n').map((line) => line.replaceAll(/[^|<>]/g, '').length);
    const harmless = outline(summaryReport(resultSaying('x')));
    fc.assert(
      fc.property(hostileText, (drawn) => {
        const text = drawn.replaceAll('`', '');
        const summary = summaryReport(resultSaying(`x${text}`));
        expect(outline(summary)).toEqual(harmless);
        expect(commandsIn(summary)).toEqual([]);
      }),
    );
  });

  it('has no raw character that Markdown or HTML gives a meaning to in what a student wrote', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const line of summaryReport(resultSaying(text)).split('\n').filter(isOfResult))
          expect(saidIn(line).replaceAll(/&#\d+;/g, '')).not.toMatch(/[!"#$&'()*<>@[\\\]^_`{|}~]/);
      }),
    );
  });

  it.each([
    ['@octocat', '@\u200Boctocat'],
    ['a@b.example', 'a@\u200Bb.example'],
    ['https://example.org', 'https:\u200B//example.org'],
    ['www.example.org', 'www\u200B.example.org'],
    ['#12 GH-12', '#\u200B12 GH\u200B-12'],
    [':octocat:', ':\u200Boctocat:'],
    ['<b>&amp;', '<b>&amp;'],
  ])('shows %s as text that no page makes anything of', (text, shown) => {
    expect(shownBy(markdownText(text))).toBe(shown);
  });

  it('shows what stands between backticks as code', () => {
    expect(markdownText('`a|b` is `c')).toBe('<code>a&#124;b</code> is &#96;c');
  });

  it('stays within the limit, says that there is more, and closes what it opened', () => {
    const many = largeResult().exercises.flatMap((exercise) => [exercise, exercise, exercise]);
    const result = sampleResult({ exercises: [...many, ...many] });
    for (const limit of [SUMMARY_LIMIT, 1_500_000, 20_000]) {
      const summary = summaryReport(result, limit);
      expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(limit);
      expect(summary).toContain('There is more than fits here');
      expect(summary.split('<details>').length).toBe(summary.split('</details>').length);
    }
  });

  it('is empty where not even its table fits', () => {
    expect(summaryReport(sampleResult(), 100)).toBe('');
    expect(summaryReport(sampleResult(), -1)).toBe('');
  });

  it('ends after the table where everything passed', () => {
    expect(summaryReport(sampleResult({ exercises: [sampleExercise()] }))).not.toContain('<details>');
  });
});
