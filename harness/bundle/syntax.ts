// A file's syntax tree as a flat list of nodes, and the names in it.

import { parseAst } from 'rolldown/parseAst';

export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** Every node of a file's syntax tree, in order; none where it does not parse, which the bundler tells. */
export function syntaxNodes(text: string, file: string): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  try {
    const open: unknown[] = [
      parseAst(text, { lang: file.endsWith('js') ? 'js' : 'ts', sourceType: 'module' }),
    ];
    while (open.length > 0) {
      const next = open.pop();
      if (typeof next !== 'object' || next === null) continue;
      if (typeof (next as SyntaxNode).type === 'string') nodes.push(next as SyntaxNode);
      for (const child of Object.values(next)) open.push(child);
    }
  } catch {
    return [];
  }
  return nodes.toSorted((a, b) => a.start - b.start);
}

/** The name of an identifier; null for any other node. */
export function nameOf(node: unknown): string | null {
  if (typeof node !== 'object' || node === null) return null;
  const { type, name } = node as SyntaxNode;
  return type === 'Identifier' && typeof name === 'string' ? name : null;
}

/** Names that a file uses as types: `a: Name`, `typeof Name`, `Name.Part`, `implements Name`, `export type { Name }`. */
export function typeNames(nodes: readonly SyntaxNode[]): Set<string> {
  const names = nodes.flatMap(({ type, typeName, exprName, left, expression, ...node }) => {
    if (type === 'ExportNamedDeclaration') return exportedTypes(node);
    if (type === 'TSTypeReference') return [nameOf(typeName)];
    if (type === 'TSTypeQuery') return [nameOf(exprName)];
    if (type === 'TSQualifiedName') return [nameOf(left)];
    return /^TS(ClassImplements|InterfaceHeritage)$/.test(type) ? [rootOf(expression)] : [];
  });
  return new Set(names.filter((name) => name !== null));
}

/** The first name of `a.b.c`. */
function rootOf(node: unknown): string | null {
  let first = node as SyntaxNode;
  while (first.type === 'MemberExpression') first = first.object as SyntaxNode;
  return nameOf(first);
}

function exportedTypes(node: Record<string, unknown>): (string | null)[] {
  const all = node.specifiers as SyntaxNode[];
  const types = isOfTypes(node) ? all : all.filter(isOfTypes);
  return types.map(({ local }) => nameOf(local));
}

/** Whether an import or export, or one name in it, says `type`. */
export function isOfTypes({ importKind, exportKind }: Record<string, unknown>): boolean {
  return importKind === 'type' || exportKind === 'type';
}

/** The text of a template without anything filled in; null of any other node. */
export function templateText({ type, quasis, expressions }: SyntaxNode): string | null {
  if (type !== 'TemplateLiteral' || (expressions as unknown[]).length > 0) return null;
  const [only] = quasis as { value: { cooked: string | null } }[];
  return only?.value.cooked ?? null;
}
