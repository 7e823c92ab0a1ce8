import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../harness/result.ts';
import { HOSTILE_TEXTS } from './hostileResult.ts';
import { renderHtml, sectionOf, textOf } from './renderedPage.ts';
import { sampleGrid, sampleImages, sampleLines } from './sampleFigures.ts';
import { sampleExercise, sampleResult } from './sampleResult.ts';

/** A line as Vega draws it. */
const LINE = /<path [^>]*stroke="var\(--series-\d\)"[^>]*>/gu;

describe('a figure', () => {
  it('stands after the checks and before the output, under its title and over its caption', async () => {
    const section = await sectionWith({ figures: [sampleGrid()], output: 'printed' });
    const places = ['class="checks"', sampleGrid().title, '<table', sampleGrid().caption, 'printed</pre>'];
    const found = places.map((place) => section.indexOf(place));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found[0]).toBeGreaterThan(0);
  });
});

describe('a figure of lines', () => {
  it('is one picture, which says in words what it shows', async () => {
    const { title, caption } = sampleLines();
    const [image = ''] = (await figureOf(sampleLines())).match(/<img[^>]*>/gu) ?? [];
    expect(image).toContain('src="data:image/svg+xml;base64,');
    expect(image).toContain(`alt="${title}. ${caption}"`);
  });

  it('draws every line in a colour and a dash of its own, which the legend repeats', async () => {
    const figure = await figureOf(
      sampleLines({ series: Array.from({ length: 8 }, (_, index) => line(index)) }),
    );
    const drawn = linesIn(svgOf(figure));
    expect(new Set(drawn.map(({ colour }) => colour)).size).toBe(8);
    expect(new Set(drawn.map(({ dash }) => dash)).size).toBe(8);
    const legend = [...figure.matchAll(/<line class="series-(\d)"[^>]*stroke-dasharray="([^"]*)"/gu)];
    expect(legend.map(([, colour, dash = '']) => ({ colour, dash: dash.replaceAll(' ', ',') }))).toEqual(
      drawn,
    );
  });

  it('breaks a line where a value is missing', async () => {
    const series = [{ name: 'a', x: [0, 1, 2, 3, 4, 5], y: [1, 2, null, 3, 4, 5] }];
    const figure = await figureOf(sampleLines({ isLogarithmic: false, series }));
    const [path = ''] = svgOf(figure).match(LINE) ?? [];
    expect(/ d="([^"]*)"/u.exec(path)?.[1]?.match(/M/gu)).toHaveLength(2);
    expect(textOf(figure)).toContain('1 gap: no number');
  });

  it('has a logarithmic axis where asked, on which 0 is a gap', async () => {
    const series = [{ name: 'a', x: [0, 1, 2, 3], y: [100, 1, 0, 0.01] }];
    const figure = await figureOf(sampleLines({ series }));
    expect(textOf(figure)).toContain('1 gap: no number above 0');
    expect(textOf(svgOf(figure))).toContain('0.01 0.1 1 10 100');
  });

  it('takes its colours from the page, light and dark', async () => {
    const svg = svgOf(await figureOf(sampleLines()));
    expect(svg).toMatch(/^<svg[^>]*><style>[^<]*:root \{[^<]*prefers-color-scheme: dark[^<]*<\/style>/u);
    expect(svg).not.toMatch(/(?:stroke|fill)="#/u);
  });

  it.each([
    ['no lines', []],
    ['no points', [{ name: 'a', x: [], y: [] }]],
    ['gaps alone', [{ name: 'a', x: [0, 1], y: [null, null] }]],
    ['nothing above 0 for a logarithm', [{ name: 'a', x: [0, 1], y: [-1, 0] }]],
  ])('says that there is nothing to draw for %s', async (_, series) => {
    const figure = await figureOf(sampleLines({ series }));
    expect(figure).not.toContain('<img');
    expect(textOf(figure)).toContain('There is no number that could be drawn.');
  });

  it.each([
    ['the largest numbers', [1.7e308, -1.7e308, 1]],
    ['numbers all alike', [0.5, 0.5, 0.5]],
    ['the smallest numbers', [5e-324, 1e-320, 0]],
    ['one point', [3]],
  ])('draws %s without a number that is none', async (_, y) => {
    const series = [{ name: 'a', x: y.map((__, index) => index), y }];
    for (const isLogarithmic of [true, false]) {
      const svg = svgOf(await figureOf(sampleLines({ series, isLogarithmic })));
      expect(svg).toMatch(/^<svg/u);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
    }
  });

  it.each(HOSTILE_TEXTS)('keeps the name %s out of the picture, and in the legend', async (name) => {
    const figure = await figureOf(sampleLines({ series: [{ ...line(0), name }] }));
    expect(textOf(figure)).toContain(name);
    expect(svgOf(figure)).toBe(svgOf(await figureOf(sampleLines({ series: [line(0)] }))));
  });

  it.each(HOSTILE_TEXTS)('has no element more for the label %s of an axis', async (xLabel) => {
    const elements = (svg: string) => svg.match(/<[a-z]+/gu)?.toSorted();
    const svg = svgOf(await figureOf(sampleLines({ xLabel })));
    expect(elements(svg)).toEqual(elements(svgOf(await figureOf(sampleLines()))));
  });
});

describe('a grid', () => {
  it('is a table whose headers are told as headers', async () => {
    const figure = await figureOf(sampleGrid());
    expect(figure.match(/<th scope="row">/gu)).toHaveLength(10);
    expect(figure.match(/<th scope="col">/gu)).toHaveLength(11);
    expect(figure).toContain('<th scope="colgroup" colspan="10">predicted</th>');
    expect(textOf(figure)).toContain('3 0 9 1 963 2 11 3 12 4 13');
  });

  it('shades a count by its share of its row', async () => {
    const grid = sampleGrid({ rows: ['a', 'b'], columns: ['a', 'b', 'c'], counts: [0, 8, 2, 0, 0, 0] });
    const shares = [...(await figureOf(grid)).matchAll(/<td class="share-(\d)">/gu)].map(
      ([, share]) => share,
    );
    expect(shares).toEqual(['0', '5', '3', '0', '0', '0']);
  });
});

describe('pictures', () => {
  it('are PNG files of their own bytes, each with its label', async () => {
    const pixels = Buffer.from([0, 51, 102, 153, 204, 255]);
    const image = { width: 3, height: 2, pixels: pixels.toString('base64'), label: 'a <7>' };
    const figure = await figureOf({ ...sampleImages(), images: [image] });
    const png = Buffer.from(
      /src="data:image\/png;base64,([^"]*)" alt="a &lt;7&gt;"/u.exec(figure)?.[1] ?? '',
      'base64',
    );
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([3, 2]);
    const data = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
    expect([...data]).toEqual([0, 0, 51, 102, 0, 153, 204, 255]);
    expect(figure).toContain('<figcaption>a &lt;7&gt;</figcaption>');
  });

  it('are left out where their bytes are not those of their size', async () => {
    const image = { width: 3, height: 3, pixels: 'AAAA', label: 'x' };
    expect(await figureOf({ ...sampleImages(), images: [image] })).not.toContain('<img');
  });
});

function line(index: number) {
  return { name: `line ${index}`, x: [0, 1, 2], y: [1 + index, 2, 3] };
}

async function sectionWith(fields: Parameters<typeof sampleExercise>[0]): Promise<string> {
  return sectionOf(
    await renderHtml(sampleResult({ exercises: [sampleExercise(fields)] })),
    'exercise-01-forward',
  );
}

async function figureOf(figure: Figure): Promise<string> {
  const section = await sectionWith({ figures: [figure] });
  return /<figure class="figure">.*<\/figure>/su.exec(section)?.[0] ?? '';
}

/** The picture in a figure as text. */
function svgOf(figure: string): string {
  const base64 = /src="data:image\/svg\+xml;base64,([^"]*)"/u.exec(figure)?.[1] ?? '';
  return Buffer.from(base64, 'base64').toString('utf8');
}

function linesIn(svg: string) {
  return (svg.match(LINE) ?? []).map((path) => ({
    colour: /--series-(\d)/u.exec(path)?.[1],
    dash: /stroke-dasharray="([^"]*)"/u.exec(path)?.[1] ?? '',
  }));
}
