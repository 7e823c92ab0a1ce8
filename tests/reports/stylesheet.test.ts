import { describe, expect, it } from 'vitest';
import { renderHtml, stylesheetOf } from './renderedPage.ts';
import { sampleResult } from './sampleResult.ts';

/** WCAG 2.2 AA: text, and graphics that carry meaning. */
const TEXT_CONTRAST = 4.5;
const GRAPHIC_CONTRAST = 3;

const GROUNDS = ['paper', 'sheet', 'grid', 'code'];
const TEXTS = ['ink', 'soft', 'link', 'passed', 'failed', 'late', 'errored'];
/** What is written on a tinted ground. */
const WASHES = { 'failed-wash': 'failed', 'late-wash': 'late', 'errored-wash': 'errored' };
const SERIES = Array.from({ length: 8 }, (_, index) => `series-${index}`);
const SHARES = Array.from({ length: 5 }, (_, index) => `share-${index + 1}`);
const LEVELS = ['level-0', 'level-1', 'level-2', 'level-3', 'level-4'];

const css = stylesheetOf(await renderHtml(sampleResult()));
const [light, dark] = [...css.matchAll(/:root \{(.*?)\}/gsu)].map(([, block]) => coloursOf(block ?? ''));

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_, colours = {}) => {
  it.each(TEXTS)('let %s be read on every ground', (text) => {
    expect(GROUNDS.filter((ground) => !(contrast(colours, text, ground) >= TEXT_CONTRAST))).toEqual([]);
  });

  it.each(Object.entries(WASHES))('let text be read on %s', (wash, tone) => {
    const texts = ['ink', 'soft', 'link', tone];
    expect(texts.filter((text) => !(contrast(colours, text, wash) >= TEXT_CONTRAST))).toEqual([]);
  });

  it.each(SHARES)('let a count be read on %s', (share) => {
    expect(contrast(colours, 'ink', share)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  });

  it.each(SERIES)('let a line in %s be seen', (series) => {
    expect(contrast(colours, series, 'sheet')).toBeGreaterThanOrEqual(GRAPHIC_CONTRAST);
  });

  it.each(LEVELS)('let %s of a heat map be seen', (level) => {
    expect(contrast(colours, level, 'sheet')).toBeGreaterThanOrEqual(GRAPHIC_CONTRAST);
  });
});

describe('the stylesheet', () => {
  it('loads nothing', () => {
    expect(css).not.toMatch(/@import|@font-face|url\(/u);
  });

  it('cannot end its own element', () => {
    expect(css).not.toContain('<');
  });

  it('prints on white, whatever the screen prefers', () => {
    expect(css).toContain('@media screen and (prefers-color-scheme: dark)');
    expect(css).not.toMatch(/@media \(prefers-color-scheme/u);
  });
});

function coloursOf(block: string): Record<string, string> {
  const pairs = [...block.matchAll(/--([\w-]+): #([\da-f]{6});/gu)];
  return Object.fromEntries(pairs.map(([, name = '', hex = '']) => [name, hex]));
}

/** Contrast by WCAG, `(lighter + 0.05) / (darker + 0.05)` of relative luminances; NaN without a colour. */
function contrast(colours: Record<string, string>, one: string, other: string): number {
  const [a, b] = [luminance(colours[one]), luminance(colours[other])];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(hex = ''): number {
  const [red, green, blue] = [0, 2, 4].map((start) =>
    linear(Number.parseInt(hex.slice(start, start + 2), 16) / 255),
  );
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
