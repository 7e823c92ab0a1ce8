// Charts as SVG pictures by Vega-Lite, in the page's colours. It is loaded only where there is something to draw.

import type * as Vega from 'vega';
import type * as VegaLite from 'vega-lite';

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
export function loadCharts(): Promise<[typeof Vega, typeof VegaLite]> {
  return Promise.all([import('vega'), import('vega-lite')]);
}

/** What draws charts; `colours` is the stylesheet that the colours in their specs are from. */
export async function chartPainter(colours: string): Promise<Draw> {
  const [{ parse, View }, { compile }] = await loadCharts();
  const runtimeOf = (whole: VegaLite.TopLevelSpec) => parse(compile(whole).spec);
  const svgOf = (spec: VegaLite.TopLevelSpec, values?: readonly object[]): Promise<string> => {
    const runtime =
      values === undefined
        ? runtimeOf(spec)
        : remembered(compiled, [spec], () => runtimeOf({ ...spec, data: { name: VALUES } }));
    const view = new View(runtime, { renderer: 'none' });
    if (values !== undefined) view.data(VALUES, [...values]);
    return view.toSVG();
  };
  return async (spec, values) => {
    const svg = remembered(drawn, [spec, values], () => svgOf(spec, values));
    return dataUrl(await svg, colours);
  };
}

const VALUES = 'values';

/** Charts and kinds of charts that are kept: of a report's thirty, most are the same in all reports of a class. */
const MOST_REMEMBERED = 64;
/** Compiling a kind takes longer than to draw one of it. */
const compiled = new Map<string, Vega.Runtime>();
const drawn = new Map<string, Promise<string>>();

/** What was made of `given` before, or what is made now; what was asked for longest ago is forgotten. */
function remembered<T>(kept: Map<string, T>, given: readonly unknown[], make: () => T): T {
  const key = JSON.stringify(given);
  const known = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, known);
  const [oldest] = kept.keys();
  if (kept.size > MOST_REMEMBERED && oldest !== undefined) kept.delete(oldest);
  return known;
}

function dataUrl(svg: string, colours: string): string {
  const coloured = svg.replace(/^<svg[^>]*>/u, (start) => `${start}<style>${colours}</style>`);
  return `data:image/svg+xml;base64,${Buffer.from(coloured).toString('base64')}`;
}
