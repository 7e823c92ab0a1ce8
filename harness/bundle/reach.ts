// What a submission's types could reach. The compiler reads whatever file an import names, a type import too, and would
// tell of it in its messages: so it is let loose only where every import stays among the libraries and the submission.

import { resolveFile } from './resolve.ts';
import { syntaxNodes, type SyntaxNode } from './syntax.ts';
import type { Submission } from '../submission.ts';

/** `/// <reference ...>` and its like, which name files without an import. */
const DIRECTIVE = /\/\/\/\s*</;

/**
 * The files of a submission that the compiler reads for the types of `entry`: those that it imports, by type alone or not,
 * and what these import. Null where one of them reaches for anything but `libraries` and the submission.
 */
export function filesReached(
  submission: Submission,
  entry: string,
  libraries: readonly string[],
): string[] | null {
  const reached = new Set<string>();
  for (let waiting = [entry]; waiting.length > 0;) {
    const named = waiting.map((file) => filesNamed(submission, file, libraries));
    for (const file of waiting) reached.add(file);
    if (named.includes(null)) return null;
    waiting = [...new Set(named.flatMap((files) => files ?? []))].filter((file) => !reached.has(file));
  }
  return [...reached].filter(isTyped);
}

/** A folder's own package.json could point anywhere, and JavaScript has no types. */
function isTyped(name: string): boolean {
  return /\.(m?ts|json)$/.test(name) && !/(^|\/)(package|[jt]sconfig[^/]*)\.json$/.test(name);
}

/** The files that one file names; null where it names something else. */
function filesNamed(submission: Submission, file: string, libraries: readonly string[]): string[] | null {
  const text = submission.files.get(file) ?? '';
  if (!/\.m?ts$/.test(file)) return [];
  const nodes = syntaxNodes(text, file);
  if (nodes.length === 0 || DIRECTIVE.test(text) || nodes.some(isComputed)) return null;
  const inside = nodes.flatMap(namedModules).filter((specifier) => !libraries.includes(specifier));
  const files = inside.map((specifier) => resolveFile(submission, specifier, file));
  return files.includes(null) ? null : files.filter((name) => name !== null);
}

/** An import() of anything but a name in quotes: the compiler may still see which file that is. */
function isComputed({ type, source }: SyntaxNode): boolean {
  return type === 'ImportExpression' && typeof (source as SyntaxNode).value !== 'string';
}

/** The modules a node names: of an import or export, import type, `import x = require`, or `declare module`. */
function namedModules(node: SyntaxNode): string[] {
  if (!/^(Import|Export|TSImport|TSExternalModule|TSModule)/.test(node.type)) return [];
  const named = [node.source, node.argument, node.expression, node.id];
  return named.flatMap((child) => {
    const value = (child as SyntaxNode | null | undefined)?.value;
    return typeof value === 'string' ? [value] : [];
  });
}
