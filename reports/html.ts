// The HTML report: one page that needs nothing beside itself, runs no script and may quote a hostile student.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { Result } from '../harness/result.ts';
import { codeSpans } from './html/codeSpans.ts';
import { drawCharts } from './html/lineChart.ts';
import { pageView } from './html/pageView.ts';
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

const COMPILE_OPTIONS: CompileOptions = {
  knownHelpers: { code: true },
  knownHelpersOnly: true,
  // A field that the view lacks is an error here and an empty place in the report without it.
  strict: true,
  // Indenting a partial would indent the student's output in its <pre> as well.
  preventIndent: true,
};

type Page = ReturnType<typeof pageView> & { stylesheet: string; stylesheetHash: string };

/** Makes the writer of HTML reports from the templates in `templateFolder`; throws where one is missing. */
export function htmlReport(templateFolder: string): (result: Result) => Promise<string> {
  const colours = readText(templateFolder, 'colours.css');
  const rules = ['report', ...PARTS].map((name) => readText(templateFolder, `${name}.css`));
  const stylesheet = [colours, ...rules].join('\n');
  const stylesheetHash = createHash('sha256').update(stylesheet).digest('base64');
  const page = compiledPage(templateFolder);
  return async (result) => {
    const plain = plainResult(result);
    const charts = await drawCharts(plain, colours);
    return page({ ...pageView(plain, charts), stylesheet, stylesheetHash });
  };
}

function compiledPage(templateFolder: string): (page: Page) => string {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('code', (text: string) => new Handlebars.SafeString(codeSpans(text)));
  for (const name of PARTS) {
    const template = readText(templateFolder, `${name}.hbs`);
    handlebars.registerPartial(name, handlebars.compile(template, COMPILE_OPTIONS));
  }
  return handlebars.compile<Page>(readText(templateFolder, 'page.hbs'), COMPILE_OPTIONS);
}

/** A browser reads CRLF as LF before it hashes the stylesheet, and a checkout on Windows may have CRLF. */
function readText(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
}
