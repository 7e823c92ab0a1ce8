// Types that are handed on as if they were values, as in `export { Params } from './01-forward'`: TypeScript's compiler takes them out,
// a bundler, which looks at one file at a time, cannot know them.

import type { Submission } from '../submission.ts';
import { SUBMISSION_PREFIX } from './place.ts';
import { resolveFile } from './resolve.ts';
import { syntaxNodes, type SyntaxNode } from './syntax.ts';

const MISSING = /"([\w$]+)" is not exported by "([^"]+)"/;

/** A name in a file. */
interface Named {
  file: string;
  name: string;
}

/** Whether a build failed for nothing but names that their files, or those these take them from, declare as types. */
export function isForTypesAlone(error: unknown, submission: Submission): boolean {
  const { errors } = error as { errors?: { message: string }[] };
  if (!Array.isArray(errors)) return false;
  return errors.every(({ message }) => {
    const [, name = '', file = ''] = MISSING.exec(message) ?? [];
    return name !== '' && isType(submission, { file: file.replace(SUBMISSION_PREFIX.slice(1), ''), name });
  });
}

/** Follows the name from file to file; chains may go round in a circle. */
function isType(submission: Submission, asked: Named): boolean {
  const seen = new Set<string>();
  for (let waiting = [asked]; waiting.length > 0;) {
    const text = ({ file }: Named) => submission.files.get(file) ?? '';
    if (waiting.some((each) => declaresType(text(each), each.name))) return true;
    for (const { file, name } of waiting) seen.add(`${file}\0${name}`);
    waiting = waiting
      .flatMap((each) => origins(submission, each))
      .filter(({ file, name }) => !seen.has(`${file}\0${name}`));
  }
  return false;
}

function declaresType(text: string, name: string): boolean {
  return new RegExp(
    `^\\s*(?:export\\s+)?(?:declare\\s+)?(?:interface|type)\\s+${name.replaceAll('$', '\\$&')}\\b`,
    'm',
  ).test(text);
}

/** Where a file may have a name from: another name of its own, or other files of the submission. */
function origins(submission: Submission, { file, name }: Named): Named[] {
  return syntaxNodes(submission.files.get(file) ?? '', file).flatMap(({ type, source, specifiers }) => {
    if (!/^(ImportDeclaration|Export(All|Named)Declaration)$/.test(type)) return [];
    const module = (source as { value: string } | null)?.value;
    const from = module === undefined ? file : resolveFile(submission, module, file);
    if (from === null) return [];
    if (type === 'ExportAllDeclaration') return [{ file: from, name }];
    const isAsked = ({ exported, local }: SyntaxNode) => textOf(exported ?? local) === name;
    return (specifiers as SyntaxNode[])
      .filter(isAsked)
      .map(({ imported, local }) => ({ file: from, name: textOf(imported ?? local) }));
  });
}

/** The name of an identifier, or what stands in quotes in its place. */
function textOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? '';
}
