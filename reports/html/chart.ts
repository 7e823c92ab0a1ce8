// Charts as SVG pictures by Vega-Lite, in the page's colours. It is loaded only where there is something to draw.

import type * as Vega from 'vega';
import type * as VegaLite from 'vega-lite';
import { Remembered } from './remembered.ts';

/** Pixels of letters, such that they can be read at the 350 pixels of a phone. */
const LETTERS = 13;

/** Lines of the axes in the page's colours; `aria` is off, for the picture is described where it stands. */
export const CHART_CONFIG: NonNullable<VegaLite.TopLevelSpec['config']> = {
  aria: false,
  font: 'system-ui, sans-serif',
  view: { stroke: 'var(--line)' },
  axis: {
    labelColor: 'var(--soft)',
    titleColor: 'var(--ink)',
    gridColor: 'var(--line)',
    gridOpacity: 0.55,
    domainColor: 'var(--line)',
    tickColor: 'var(--line)',
    labelFontSize: LETTERS,
    titleFontSize: LETTERS,
    titleFontWeight: 'normal',
    labelOverlap: true,
  },
  axisX: { tickCount: 6 },
};

/** Draws a chart as a data: URL: of `values` where its spec has none of its own. What was drawn before is not drawn again. */
export type Draw = (spec: VegaLite.TopLevelSpec, values?: readonly object[]) => Promise<string>;

/** Loads what draws charts: a third of a second the first time. */
function loadCharts(): Promise<[typeof Vega, typeof VegaLite]> {
  return Promise.all([import('vega'), import('vega-lite')]);
}

/** What draws charts; `colours` is the stylesheet that the colours in their specs are from. */
export function chartPainter(colours: string): Draw {
  return async (spec, values) => dataUrl(await drawn.of([spec, values], () => svgOf(spec, values)), colours);
}

/** Takes charts that another process drew for drawn: SVG by hash, as `drawnCharts` gave them. */
export function recallCharts(charts: Iterable<readonly [hash: string, svg: string]>): void {
  for (const [hash, svg] of charts) drawn.put(hash, Promise.resolve(svg));
}

/** The charts that were drawn last: SVG by hash. */
export async function drawnCharts(): Promise<[hash: string, svg: string][]> {
  const charts = drawn.entries().map(async ([hash, svg]): Promise<[string, string]> => [hash, await svg]);
  const settled = await Promise.allSettled(charts); // why one cannot be drawn is told where it is asked for
  return settled.flatMap((chart) => (chart.status === 'fulfilled' ? [chart.value] : []));
}

const VALUES = 'values';

/** Charts and kinds of charts that are kept: of a report's thirty, most are the same in all reports of a class. */
const MOST_REMEMBERED = 64;
/** Compiling a kind takes longer than to draw one of it. */
const compiled = new Remembered<Vega.Runtime>(MOST_REMEMBERED);
const drawn = new Remembered<Promise<string>>(MOST_REMEMBERED);

async function svgOf(spec: VegaLite.TopLevelSpec, values?: readonly object[]): Promise<string> {
  const [{ parse, View }, { compile }] = await loadCharts();
  const runtimeOf = (whole: VegaLite.TopLevelSpec) => parse(compile(whole).spec);
  const runtime =
    values === undefined
      ? runtimeOf(spec)
      : compiled.of([spec], () => runtimeOf({ ...spec, data: { name: VALUES } }));
  const view = new View(runtime, { renderer: 'none' });
  if (values !== undefined) view.data(VALUES, [...values]);
  return view.toSVG();
}

function dataUrl(svg: string, colours: string): string {
  const coloured = svg.replace(/^<svg[^>]*>/u, (start) => `${start}<style>${colours}</style>`);
  return `data:image/svg+xml;base64,${Buffer.from(coloured).toString('base64')}`;
}
