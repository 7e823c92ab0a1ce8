import { describe, expect, it } from 'vitest';
import { chartLines } from '../../harness/cli/play/chart.ts';
import { LiveChart, trainedLines } from '../../harness/cli/play/screen.ts';

describe('a chart in the terminal', () => {
  it('falls from the top left to the bottom right with a falling loss', () => {
    const rows = plotOf([4, 3, 2, 1]);
    expect(rows[0]).toMatch(/^ {9}4 │[\u2801-\u28FF]/u);
    expect(rows[11]).toMatch(/^ {9}1 │\u2800+[\u2801-\u28FF]{1,6}$/u);
    expect(rows.every((row) => /[\u2801-\u28FF]/u.test(row))).toBe(true);
  });

  it('is broken where losses are not finite', () => {
    const isBlank = (losses: number[]) => plotOf(losses).every((row) => row[12 + 33] === '\u2800');
    expect(isBlank([1, 1, 1, 1, 1])).toBe(false);
    expect(isBlank([1, 1, Number.NaN, 1, 1])).toBe(true);
  });

  it.each([
    ['no loss', []],
    ['gaps alone', [Number.NaN, Number.POSITIVE_INFINITY]],
    ['one loss', [2]],
    ['the largest numbers', [1.7e308, -1.7e308, 0]],
    ['negative losses', [-1, -2, -3]],
    ['the smallest numbers', [5e-324, 1, -1e-12]],
    ['very many', Array.from({ length: 100_000 }, (_, step) => Math.exp(-step / 1000))],
  ])('stays within 80 columns for %s', (_, losses) => {
    const lines = chartOf(losses);
    expect(lines).toHaveLength(14);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.join('')).not.toMatch(/NaN|Infinity|undefined/u);
  });

  it('takes no step from outside the run', () => {
    const points = [-5, Number.NaN, 1e9].map((step) => ({ step, loss: 1 }));
    expect(chartLines({ points, steps: 10 }).join('')).not.toMatch(/[\u2801-\u28FF]/u);
  });

  it('says how many steps a dot stands for', () => {
    expect(chartOf(new Array<number>(2000).fill(1)).at(-1)).toContain('each dot the mean of 16 steps');
  });
});

describe('a live chart', () => {
  it('is drawn in place of the one before, and taken away at the end', () => {
    const { live, written } = liveChart(true);
    live.add({ step: 0, loss: 1 });
    live.add({ step: 5, loss: Number.NaN });
    live.clear();
    const drawn = written.join('').split('\u001B[15A\u001B[J');
    expect(drawn).toHaveLength(3);
    expect(drawn[1]).toContain('step     5   loss not a number');
    expect(drawn[2]).toBe('');
  });

  it('is not drawn where there is no terminal', () => {
    const { live, written } = liveChart(false);
    live.add({ step: 0, loss: 1 });
    live.clear();
    expect(written).toEqual([]);
  });
});

describe('the lines of a training', () => {
  it('have the accuracy of their place, one alone at the end', () => {
    const losses = new Array<number>(100).fill(0.5);
    const accuracy = Array.from({ length: 11 }, (_, index) => index / 10);
    const rows = (of: number[]) => trainedLines({ losses, accuracy: of, output: '' }).slice(0, 11);
    expect(rows(accuracy)[5]).toBe('step    50   loss 0.5000   accuracy 0.500');
    expect(rows([0.9]).filter((row) => row.includes('accuracy'))).toEqual([
      'step    99   loss 0.5000   accuracy 0.900',
    ]);
    expect(rows([]).join('')).not.toContain('accuracy');
  });
});

function chartOf(losses: number[]): string[] {
  return chartLines({ points: losses.map((loss, step) => ({ step, loss })), steps: losses.length });
}

function plotOf(losses: number[]): string[] {
  return chartOf(losses).slice(0, 12);
}

function liveChart(isTTY: boolean) {
  const written: string[] = [];
  return { written, live: new LiveChart(10, { isTTY, write: (text: string) => written.push(text) }) };
}
