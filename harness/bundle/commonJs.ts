// CommonJS: modules as they were before the language had its own. None of it is there in the sandbox.

import { nameOf, templateText, type SyntaxNode } from './syntax.ts';

/** Names of CommonJS that mean something else in a file, or are looked for with `typeof` before they are used. */
export function namesOfItsOwn(nodes: readonly SyntaxNode[]): Set<string> {
  const lookedFor = nodes.flatMap(({ type, operator, argument }) =>
    type === 'UnaryExpression' && operator === 'typeof' ? (nameOf(argument) ?? []) : [],
  );
  return new Set([...declaredNames(nodes), ...lookedFor]);
}

/** `require('...')`, `require.main`, `import x = require('...')`, `export =`, `module.exports` and `exports.name = ...`. */
export function isCommonJs(node: SyntaxNode, own: ReadonlySet<string>): boolean {
  const isFree = (name: string | null, wanted: string) => name === wanted && !own.has(wanted);
  if (node.type === 'TSExportAssignment') return true;
  if (node.type === 'TSImportEqualsDeclaration') {
    const reference = node.moduleReference as SyntaxNode;
    return reference.type === 'TSExternalModuleReference' && node.importKind !== 'type';
  }
  if (node.type === 'CallExpression') {
    const [first] = node.arguments as SyntaxNode[];
    return isFree(nameOf(node.callee), 'require') && first !== undefined && isText(first);
  }
  if (node.type === 'MemberExpression') {
    const [object, property] = [nameOf(node.object), nameOf(node.property)];
    const isOfModule = isFree(object, 'module') && property === 'exports';
    return isOfModule || (isFree(object, 'require') && property === 'main');
  }
  if (node.type !== 'AssignmentExpression') return false;
  const left = node.left as SyntaxNode;
  return left.type === 'MemberExpression' && isFree(nameOf(left.object), 'exports');
}

function isText(node: SyntaxNode): boolean {
  return typeof node.value === 'string' || templateText(node) !== null;
}

/** Names that a file declares itself, at any depth: variables, functions, classes, parameters, imports. */
function declaredNames(nodes: readonly SyntaxNode[]): Set<string> {
  const names = nodes.flatMap(({ type, id, params, local }) => {
    if (/^(VariableDeclarator|FunctionDeclaration|FunctionExpression|ClassDeclaration)$/.test(type)) {
      return [nameOf(id), ...(Array.isArray(params) ? params.map(nameOf) : [])];
    }
    if (type === 'ArrowFunctionExpression' && Array.isArray(params)) return params.map(nameOf);
    return /^Import.*Specifier$/.test(type) ? [nameOf(local)] : [];
  });
  return new Set(names.filter((name) => name !== null));
}
