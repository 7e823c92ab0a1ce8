// Types that are handed on as if they were values, as in `export { Params } from './01-forward'`: TypeScript's compiler takes them out,
// a bundler, which looks at one file at a time, cannot know them.

import type { Submission } from '../submission.ts';
import { SUBMISSION_PREFIX } from './place.ts';
import { resolveFile } from './resolve.ts';
import { isOfTypes, syntaxNodes, type SyntaxNode } from './syntax.ts';

const MISSING = /"([^"]+)" is not exported by "([^"]+)"/;

/** A name that a file exports. */
interface Exported {
  file: string;
  name: string;
}

/** Whether a build failed for nothing but names that are types, in their files or in those that these have them from. */
export function isForTypesAlone(error: unknown, submission: Submission): boolean {
  const { errors } = error as { errors?: { message: string }[] };
  if (!Array.isArray(errors)) return false;
  return errors.every(({ message }) => {
    const [, name = '', file = ''] = MISSING.exec(message) ?? [];
    return name !== '' && isType(submission, { file: file.replace(SUBMISSION_PREFIX.slice(1), ''), name });
  });
}

/** Follows the name from file to file; chains may go round in a circle. */
function isType(submission: Submission, asked: Exported): boolean {
  const seen = new Set<string>();
  for (const waiting = [asked]; waiting.length > 0;) {
    const next = waiting.pop() as Exported;
    const key = `${next.file}\0${next.name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const nodes = syntaxNodes(submission.files.get(next.file) ?? '', next.file);
    const found = nodes.flatMap((node) => originsIn(node, next.name, nodes));
    if (found.includes('type')) return true;
    for (const { from, name } of found.filter((each) => each !== 'type')) {
      const file = resolveFile(submission, from, next.file);
      if (file !== null) waiting.push({ file, name });
    }
  }
  return false;
}

/** That a name is a type, or the name of an export of another module that it comes from. */
type Origin = 'type' | { from: string; name: string };

/** What one node of a file says of the export `name`; `nodes` are all of the file. */
function originsIn(node: SyntaxNode, name: string, nodes: readonly SyntaxNode[]): Origin[] {
  const { type, id, declaration, specifiers } = node;
  if (isTypeDeclaration(node)) return textOf(id) === name ? ['type'] : [];
  if (type === 'ExportDefaultDeclaration')
    return name === 'default' && isTypeDeclaration(declaration) ? ['type'] : [];
  if (type === 'ExportAllDeclaration' && !node.exported)
    return [isOfTypes(node) ? 'type' : { from: moduleOf(node), name }];
  if (type !== 'ExportNamedDeclaration') return [];
  return (specifiers as SyntaxNode[])
    .filter(({ exported }) => textOf(exported) === name)
    .flatMap((specifier): Origin[] => {
      const local = textOf(specifier.local);
      if (isOfTypes(node) || isOfTypes(specifier)) return ['type'];
      if (node.source) return [{ from: moduleOf(node), name: local }];
      return nodes.flatMap((each) =>
        isTypeDeclaration(each) && textOf(each.id) === local ? ['type'] : importOf(each, local),
      );
    });
}

/** Where the name `local` of a file is imported from. */
function importOf(node: SyntaxNode, local: string): Origin[] {
  if (node.type !== 'ImportDeclaration') return [];
  return (node.specifiers as SyntaxNode[])
    .filter((specifier) => textOf(specifier.local) === local && specifier.type !== 'ImportNamespaceSpecifier')
    .map((specifier) => {
      const name = specifier.type === 'ImportDefaultSpecifier' ? 'default' : textOf(specifier.imported);
      return isOfTypes(node) || isOfTypes(specifier) ? 'type' : { from: moduleOf(node), name };
    });
}

function isTypeDeclaration(node: unknown): boolean {
  return /^TS(Interface|TypeAlias)Declaration$/.test((node as SyntaxNode | null)?.type ?? '');
}

function moduleOf({ source }: SyntaxNode): string {
  return (source as { value: string }).value;
}

/** The name of an identifier, or what stands in quotes in its place. */
function textOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? '';
}
