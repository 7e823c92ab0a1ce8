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

/** Draws a chart as a data: URL: of `values` where its spec has none of its own. */
export type Draw = (spec: VegaLite.TopLevelSpec, values?: readonly object[]) => Promise<string>;

/** Loads what draws charts: a third of a second the first time. */
export function loadCharts(): Promise<[typeof Vega, typeof VegaLite]> {
  return Promise.all([import('vega'), import('vega-lite')]);
}

/** What draws charts; `colours` is the stylesheet that the colours in their specs are from. */
export async function chartPainter(colours: string): Promise<Draw> {
  const [{ parse, View }, { compile }] = await loadCharts();
  return async (spec, values) => {
    const runtimeOf = (whole: VegaLite.TopLevelSpec) => parse(compile(whole).spec);
    const runtime =
      values === undefined
        ? runtimeOf(spec)
        : remembered(spec, () => runtimeOf({ ...spec, data: { name: VALUES } }));
    const view = new View(runtime, { renderer: 'none' });
    if (values !== undefined) view.data(VALUES, [...values]);
    return dataUrl(await view.toSVG(), colours);
  };
}

const VALUES = 'values';

/** Kinds of charts that there are; a class has the same few in every report, and compiling one takes longer than to draw it. */
const MOST_REMEMBERED = 64;
const compiled = new Map<string, Vega.Runtime>();

function remembered(spec: VegaLite.TopLevelSpec, make: () => Vega.Runtime): Vega.Runtime {
  const key = JSON.stringify(spec);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size === MOST_REMEMBERED) compiled.clear();
  const made = make();
  compiled.set(key, made);
  return made;
}

function dataUrl(svg: string, colours: string): string {
  const coloured = svg.replace(/^<svg[^>]*>/u, (start) => `${start}<style>${colours}</style>`);
  return `data:image/svg+xml;base64,${Buffer.from(coloured).toString('base64')}`;
}
