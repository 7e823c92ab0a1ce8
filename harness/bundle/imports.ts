// What a submission's files import, read from their syntax trees: every place that asks for something it may not have.
// The bundler tells which modules it could not serve, but not where, and drops an import nobody uses.

import type { BundleRequest } from '../bundle.ts';
import type { Diagnostic } from '../result.ts';
import { MOST_DIAGNOSTICS } from './errors.ts';
import { commonJsNodes } from './commonJs.ts';
import { isOfTypes, nameOf, syntaxNodes, templateText, typeNames, type SyntaxNode } from './syntax.ts';
import { placeOf } from './place.ts';
import { filesMeant, resolveFile } from './resolve.ts';

/** One file with what the bundler was asked for in it and could not give. */
export interface AuditedFile {
  file: string;
  refused: ReadonlySet<string>;
  request: BundleRequest;
}

const COMMON_JS =
  'CommonJS is not used here: write `import { Matrix } from "ml-matrix"` and `export function ...`.';
const COMPUTED =
  'import() needs the name of a module in quotes: write `import("ml-matrix")`, or import it at the top.';
const GLOB = 'import.meta.glob does not work here: import each file by its name.';

/** Refused imports of one file, each at its place, in the order of the file. */
export function auditImports(audited: AuditedFile): Diagnostic[] {
  const { file, refused, request } = audited;
  if (file.endsWith('.json')) return [];
  const text = request.submission.files.get(file) ?? '';
  const nodes = syntaxNodes(text, file);
  const types = typeNames(nodes);
  const commonJs = new Set(commonJsNodes(nodes));
  const found = nodes.flatMap((node): [number, string][] => {
    const message = commonJs.has(node) ? COMMON_JS : importRefusal(node, types, audited);
    return message === null ? [] : [[node.start, message]];
  });
  // What the bundler refused at a place that the tree does not show is refused all the same.
  if (found.length === 0)
    found.push(...[...refused].map((each): [number, string] => [0, refusalOf(each, file, request)]));
  return found
    .slice(0, MOST_DIAGNOSTICS)
    .map(([start, message]) => ({ file, ...placeOf(text, start), message, severity: 'error' }));
}

function importRefusal(node: SyntaxNode, types: ReadonlySet<string>, audited: AuditedFile): string | null {
  const { file, refused, request } = audited;
  if (isGlob(node)) return GLOB;
  const specifier = specifierOf(node);
  if (specifier === null) return node.type === 'ImportExpression' ? COMPUTED : null;
  if (isTypeOnly(node)) return null;
  const allowed =
    request.libraries.includes(specifier) || resolveFile(request.submission, specifier, file) !== null;
  if (allowed || !(refused.has(specifier) || isDropped(node, types))) return null;
  return refusalOf(specifier, file, request);
}

function refusalOf(specifier: string, file: string, { entry, libraries, submission }: BundleRequest): string {
  const allowed = `${entry} may import ${libraries.join(' and ') || 'no package'} and files of the submission`;
  const shown = specifier.length > 80 ? `${specifier.slice(0, 80)}...` : specifier;
  if (!specifier.startsWith('.')) return `The import of "${shown}" is not allowed: ${allowed}.`;
  const meant = filesMeant(specifier, file);
  const isOnWay = (name: string) => meant.some((each) => each === name || each.startsWith(`${name}/`));
  const refusal = [...submission.refused].find(([name]) => isOnWay(name))?.[1];
  return refusal?.message ?? `There is no file "${shown}" beside ${file}, inside the submission: ${allowed}.`;
}

/** The bundler drops an import that no value needs. One that is used as a type is fine; any other counts, harmless or not. */
function isDropped(node: SyntaxNode, types: ReadonlySet<string>): boolean {
  if (node.type !== 'ImportDeclaration') return false;
  return (node.specifiers as SyntaxNode[]).every((entry) => !types.has(nameOf(entry.local) ?? ''));
}

function isGlob(node: SyntaxNode): boolean {
  if (node.type !== 'MemberExpression') return false;
  return (
    (node.object as SyntaxNode).type === 'MetaProperty' && (nameOf(node.property) ?? '').startsWith('glob')
  );
}

function isTypeOnly(node: SyntaxNode): boolean {
  const specifiers = (node.specifiers ?? []) as SyntaxNode[];
  return isOfTypes(node) || (specifiers.length > 0 && specifiers.every(isOfTypes));
}

/** The module that an import, a re-export or an import() names in plain text. */
function specifierOf(node: SyntaxNode): string | null {
  if (!/^(Import(Declaration|Expression)|Export(All|Named)Declaration)$/.test(node.type)) return null;
  const source = node.source as SyntaxNode | null;
  if (source?.type === 'TemplateLiteral') return templateText(source);
  return typeof source?.value === 'string' ? source.value : null;
}
