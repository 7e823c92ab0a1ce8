// Charts as SVG pictures by Vega-Lite, in the page's colours. It is loaded only where there is something to draw.

import type { TopLevelSpec } from 'vega-lite';

/** Pixels of letters, such that they can be read at the 350 pixels of a phone. */
const LETTERS = 13;

/** Lines of the axes in the page's colours; `aria` is off, for the picture is described where it stands. */
export const CHART_CONFIG: NonNullable<TopLevelSpec['config']> = {
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

/** What draws a chart as a data: URL; `colours` is the stylesheet that the colours in its spec are from. */
export async function chartPainter(colours: string): Promise<(spec: TopLevelSpec) => Promise<string>> {
  const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  return async (spec) => {
    const svg = await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
    return dataUrl(svg, colours);
  };
}

function dataUrl(svg: string, colours: string): string {
  const coloured = svg.replace(/^<svg[^>]*>/u, (start) => `${start}<style>${colours}</style>`);
  return `data:image/svg+xml;base64,${Buffer.from(coloured).toString('base64')}`;
}
