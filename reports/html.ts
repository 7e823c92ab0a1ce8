// The HTML report: one page that needs nothing beside itself, runs no script and may quote a hostile student.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { Result } from '../harness/result.ts';
import { codeSpans } from './html/codeSpans.ts';
import { pageView } from './html/pageView.ts';
import { plainResult } from './plainText.ts';

/** Each is a template and the part of the stylesheet that goes with it. */
const PARTS = ['icons', 'masthead', 'overview', 'exercise', 'check', 'evidence', 'heatMap', 'footer'];

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
export function htmlReport(templateFolder: string): (result: Result) => string {
  const stylesheet = ['report', ...PARTS].map((name) => readText(templateFolder, `${name}.css`)).join('\n');
  const stylesheetHash = createHash('sha256').update(stylesheet).digest('base64');
  const page = compiledPage(templateFolder);
  return (result) => page({ ...pageView(plainResult(result)), stylesheet, stylesheetHash });
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
