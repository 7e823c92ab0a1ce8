// Templates and stylesheets as one page: everything in it is inline, and its policy names each by its hash.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { codeSpans } from './codeSpans.ts';

const COMPILE_OPTIONS: CompileOptions = {
  knownHelpers: { code: true },
  knownHelpersOnly: true,
  // A field that the view lacks is an error here and an empty place in the report without it.
  strict: true,
  // Indenting a partial would indent the student's output in its <pre> as well.
  preventIndent: true,
};

/** A template or stylesheet. A browser reads CRLF as LF before it hashes, and a checkout on Windows may have CRLF. */
export function readTemplate(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
}

/** The renderer of the page `name`, in which each of `parts` may stand as a partial; throws where one is missing. */
export function compilePage(folder: string, name: string, parts: string[]): (view: object) => string {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('code', (text: string) => new Handlebars.SafeString(codeSpans(text)));
  for (const part of parts) {
    const template = readTemplate(folder, `${part}.hbs`);
    handlebars.registerPartial(part, handlebars.compile(template, COMPILE_OPTIONS));
  }
  return handlebars.compile<object>(readTemplate(folder, `${name}.hbs`), COMPILE_OPTIONS);
}

/** What a Content-Security-Policy calls an inline stylesheet or script by, less the name of the hash. */
export function policyHash(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
