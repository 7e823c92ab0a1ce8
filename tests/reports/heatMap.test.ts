import { describe, expect, it } from 'vitest';
import type { HeatMap } from '../../harness/result.ts';
import { renderHtml, textOf } from './renderedPage.ts';
import { failedCheck, sampleExercise, sampleHeatMap, sampleResult } from './sampleResult.ts';

describe('a heat map', () => {
  it('draws one square for every entry, the larger the further off', async () => {
    const figure = await figureOf(sampleHeatMap(2, 3));
    const sides = [...figure.matchAll(/^ {4}<rect class="level-(\d)"[^>]* width="([\d.]+)"/gmu)];
    expect(sides.map(([, level]) => level)).toEqual(['0', '1', '2', '3', '4', '5']);
    const widths = sides.slice(0, 5).map(([, , width]) => Number(width));
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(new Set(widths).size).toBe(5);
  });

  it('crosses out what is not a number', async () => {
    const cross = /^ {4}<path class="cross"/mu;
    expect(await figureOf(sampleHeatMap(2, 3))).toMatch(cross);
    expect(await figureOf({ ...sampleHeatMap(1, 2), levels: [0, 4] })).not.toMatch(cross);
  });

  it('says what it shows to those who do not see it', async () => {
    const said = 'dW1, 1 row by 3 columns: 2 right, 1 off by less than 1e-1';
    const figure = await figureOf({ tensor: 'dW1', shape: [1, 3], levels: [0, 2, 0] });
    expect(figure).toContain(`role="img" aria-label="${said}"`);
    expect(figure).toContain(`<title>${said}</title>`);
  });

  it('names the tensor, its shape and the levels with how many entries have them', async () => {
    const text = textOf(await figureOf(sampleHeatMap(5, 7)));
    expect(text).toMatch(/^dW1 \(5, 7\)/u);
    expect(text).toContain('right 6 off by < 1e-3 6 < 1e-1 6 < 1 6 ≥ 1 6 not a number 5');
    expect(text).toContain('Relative to the largest entry.');
  });

  it('labels the ends of its axes', async () => {
    expect(marksOf(await figureOf(sampleHeatMap(5, 7)))).toEqual(['0', '0', '6', '4']);
    expect(marksOf(await figureOf(sampleHeatMap(1, 7)))).toEqual(['0', '0', '6']);
  });

  it('draws 64 rows and columns as they are', async () => {
    const figure = await figureOf(sampleHeatMap(64, 64));
    expect(cellsOf(figure)).toHaveLength(4096);
    expect(figure).not.toContain('too large');
  });

  it('draws a larger tensor in at most 64 x 64 squares, says so and loses no fault', async () => {
    const map: HeatMap = { tensor: 'W1', shape: [784, 65], levels: new Array<number>(784 * 65).fill(0) };
    map.levels[500 * 65 + 64] = 4;
    const figure = await figureOf(map);
    expect(cellsOf(figure)).toHaveLength(61 * 33);
    expect(cellsOf(figure).filter(([, level]) => level === '4')).toHaveLength(1);
    expect(textOf(figure)).toContain(
      'too large to draw every entry: each square is the worst of up to 13 × 2 entries',
    );
    expect(marksOf(figure)).toEqual(['0', '0', '64', '783']);
  });

  it('draws a level it does not know as the worst', async () => {
    const figure = await figureOf({ tensor: 'W1', shape: [1, 2], levels: [7, -1] });
    expect(cellsOf(figure).map(([, level]) => level)).toEqual(['5', '5']);
  });

  it('draws no more squares than its shape has entries', async () => {
    expect(cellsOf(await figureOf({ tensor: 'W1', shape: [1, 2], levels: [0, 0, 0, 0] }))).toHaveLength(2);
  });

  it('is left out where there are no entries', async () => {
    expect(await figureOf({ tensor: 'W1', shape: [0, 3], levels: [] })).toBe('');
  });
});

async function figureOf(heatMap: HeatMap): Promise<string> {
  const exercise = sampleExercise({ status: 'failed', checks: [failedCheck({ evidence: { heatMap } })] });
  const page = await renderHtml(sampleResult({ status: 'failed', exercises: [exercise] }));
  return /<figure.*<\/figure>/su.exec(page)?.[0] ?? '';
}

function cellsOf(figure: string): RegExpExecArray[] {
  return [...figure.matchAll(/^ {4}<rect class="level-(\d)"/gmu)];
}

function marksOf(figure: string): (string | undefined)[] {
  return [...figure.matchAll(/<text[^>]*>(\d+)<\/text>/gu)].map(([, text]) => text);
}
