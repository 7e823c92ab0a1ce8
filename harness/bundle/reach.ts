// What a submission's types could reach. The compiler reads whatever file an import names, a type import too, and would
// tell of it in its messages: so it is let loose only where every import stays among the libraries and the submission.

import { resolveFile } from './resolve.ts';
import { syntaxNodes, type SyntaxNode } from './syntax.ts';
import type { Submission } from '../submission.ts';

/** `/// <reference ...>` and its like, which name files without an import. */
const DIRECTIVE = /\/\/\/\s*</;

/** Files of a submission that may be given to the compiler; a folder's own package.json could point anywhere. */
export function typedFiles({ files }: Submission): [name: string, text: string][] {
  const isTyped = (name: string) =>
    /\.(m?ts|json)$/.test(name) && !/(^|\/)(package|[jt]sconfig[^/]*)\.json$/.test(name);
  return [...files].filter(([name]) => isTyped(name));
}

/** Whether every import of every file stays among `libraries` and the files of the submission. */
export function staysInside(submission: Submission, libraries: readonly string[]): boolean {
  return typedFiles(submission).every(([file, text]) => {
    if (file.endsWith('.json')) return true;
    const nodes = syntaxNodes(text, file);
    if (nodes.length === 0 || DIRECTIVE.test(text)) return false;
    return nodes.flatMap(namedModules).every((specifier) => {
      return libraries.includes(specifier) || resolveFile(submission, specifier, file) !== null;
    });
  });
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
