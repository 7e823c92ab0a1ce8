// What a file imports, read from its syntax tree: the place of an import that is refused, and the ones the bundler does
// not show, since it drops an import nobody uses and leaves alone one whose name is computed.

import { parseAst } from 'rolldown/parseAst';
import type { BundleRequest } from '../bundle.ts';
import type { Diagnostic } from '../result.ts';
import { placeOf } from './place.ts';
import { resolveFile } from './resolve.ts';

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/** Why `specifier` is refused in `file`: one diagnostic at each place that imports it. */
export function auditImports(refused: {
  file: string;
  specifier: string;
  request: BundleRequest;
}): Diagnostic[] {
  const { file, specifier, request } = refused;
  const text = request.submission.files.get(file) ?? '';
  const places = nodesOf(text, file).filter((node) => specifierOf(node) === specifier && !isTypeOnly(node));
  const starts = places.length > 0 ? places.map((node) => node.start) : [0];
  const message = refusalOf(specifier, file, request);
  return starts.map((start) => ({ file, ...placeOf(text, start), message, severity: 'error' }));
}

/** Refused imports in `file` that the bundler dropped as unused, and imports whose module is not named in plain text. */
export function hiddenImports(file: string, request: BundleRequest): Diagnostic[] {
  const text = request.submission.files.get(file) ?? '';
  if (file.endsWith('.json')) return [];
  const nodes = nodesOf(text, file);
  const used = countNames(nodes);
  const found: Diagnostic[] = [];
  for (const node of nodes) {
    const message = hiddenRefusal(node, used, file, request);
    if (message !== null) found.push({ file, ...placeOf(text, node.start), message, severity: 'error' });
  }
  return found;
}

function hiddenRefusal(
  node: Node,
  used: Map<string, number>,
  file: string,
  request: BundleRequest,
): string | null {
  if (node.type === 'ImportExpression' && specifierOf(node) === null) {
    return 'import() needs the name of a module in quotes: write `import("ml-matrix")`, or import it at the top.';
  }
  if (isCommonJs(node)) {
    return 'CommonJS is not used here: write `import { Matrix } from "ml-matrix"` and `export function ...`.';
  }
  const specifier = specifierOf(node);
  if (node.type !== 'ImportDeclaration' || specifier === null || isTypeOnly(node)) return null;
  if (request.libraries.includes(specifier) || resolveFile(request.submission, specifier, file) !== null)
    return null;
  const names = (node.specifiers as Node[]).map((entry) => String((entry.local as Node).name));
  const unused = names.every((name) => (used.get(name) ?? 0) <= 1);
  return unused ? refusalOf(specifier, file, request) : null;
}

function refusalOf(specifier: string, file: string, { entry, libraries, submission }: BundleRequest): string {
  const allowed = `${entry} may import ${libraries.join(' and ') || 'no package'} and files of the submission`;
  const shown = specifier.length > 80 ? `${specifier.slice(0, 80)}...` : specifier;
  if (specifier.startsWith('.')) {
    const wanted = [...submission.refused.entries()].find(([name]) =>
      name.includes(specifier.replace(/^(\.\.?\/)+/, '')),
    );
    return wanted
      ? wanted[1].message
      : `There is no file "${shown}" beside ${file}, inside the submission: ${allowed}.`;
  }
  return `The import of "${shown}" is not allowed: ${allowed}.`;
}

/** `require(...)`, `import x = require(...)`, `module.exports = ...` and `exports.name = ...`. */
function isCommonJs(node: Node): boolean {
  if (node.type === 'TSImportEqualsDeclaration') {
    return (node.moduleReference as Node).type === 'TSExternalModuleReference' && node.importKind !== 'type';
  }
  if (node.type === 'CallExpression') {
    const [first] = node.arguments as Node[];
    return nameOf(node.callee) === 'require' && typeof first?.value === 'string';
  }
  if (node.type !== 'AssignmentExpression') return false;
  const left = node.left as Node;
  if (left.type !== 'MemberExpression') return false;
  const object = left.object as Node;
  return (nameOf(object) === 'module' && nameOf(left.property) === 'exports') || nameOf(object) === 'exports';
}

function isTypeOnly(node: Node): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const specifiers = (node.specifiers ?? []) as Node[];
  return (
    specifiers.length > 0 &&
    specifiers.every((entry) => entry.importKind === 'type' || entry.exportKind === 'type')
  );
}

/** The module that an import, a re-export or an import() names in plain text. */
function specifierOf(node: Node): string | null {
  if (!/^(Import(Declaration|Expression)|Export(All|Named)Declaration)$/.test(node.type)) return null;
  const source = node.source as Node | null;
  return typeof source?.value === 'string' ? source.value : null;
}

function nameOf(node: unknown): string | null {
  const { type, name } = node as Node;
  return type === 'Identifier' ? String(name) : null;
}

/** How often each identifier stands in a file; an import that nobody uses stands in its declaration alone. */
function countNames(nodes: Node[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const name = nameOf(node);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  // `import { a }` holds the name twice, as imported and as local.
  for (const node of nodes.filter(({ type }) => type === 'ImportSpecifier')) {
    const [local, imported] = [nameOf(node.local), nameOf(node.imported)];
    if (local !== null && local === imported) counts.set(local, (counts.get(local) ?? 0) - 1);
  }
  return counts;
}

/** Every node of a file's syntax tree; none where it does not parse, which the bundler tells. */
function nodesOf(text: string, file: string): Node[] {
  const nodes: Node[] = [];
  try {
    const root = parseAst(text, {
      lang: file.endsWith('js') ? 'js' : 'ts',
      sourceType: 'module',
    }) as unknown as Node;
    const open: unknown[] = [root];
    while (open.length > 0) {
      const next = open.pop();
      if (typeof next !== 'object' || next === null) continue;
      if (typeof (next as Node).type === 'string') nodes.push(next as Node);
      open.push(...(Object.values(next) as unknown[]));
    }
  } catch {
    return [];
  }
  return nodes.toSorted((a, b) => a.start - b.start);
}
