// The HTML report: one page that needs nothing beside itself, runs no script and may quote a hostile student.

import type { Result } from '../harness/result.ts';
import { drawCharts } from './html/lineChart.ts';
import { pageView } from './html/pageView.ts';
import { compilePage, policyHash, readTemplate } from './html/templates.ts';
import { plainResult } from './plainText.ts';

/** Each is a template and the part of the stylesheet that goes with it. */
const PARTS = [
  'icons',
  'masthead',
  'overview',
  'exercise',
  'check',
  'evidence',
  'heatMap',
  'figure',
  'footer',
];

/** Makes the writer of HTML reports from the templates in `templateFolder`; throws where one is missing. */
export function htmlReport(templateFolder: string): (result: Result) => Promise<string> {
  const colours = readTemplate(templateFolder, 'colours.css');
  const rules = ['report', ...PARTS].map((name) => readTemplate(templateFolder, `${name}.css`));
  const stylesheet = [colours, ...rules].join('\n');
  const stylesheetHash = policyHash(stylesheet);
  const page = compilePage(templateFolder, 'page', PARTS);
  return async (result) => {
    const plain = plainResult(result);
    const charts = await drawCharts(plain, colours);
    return page({ ...pageView(plain, charts), stylesheet, stylesheetHash });
  };
}
