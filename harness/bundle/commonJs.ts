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
  const isFree = (name: unknown, wanted: string) => nameOf(name) === wanted && !own.has(wanted);
  return looks[node.type]?.(node, isFree) ?? false;
}

type Look = (node: SyntaxNode, isFree: (name: unknown, wanted: string) => boolean) => boolean;

/** By the kind of node, whether it is CommonJS. */
const looks: Readonly<Record<string, Look>> = {
  TSExportAssignment: () => true,
  TSImportEqualsDeclaration: ({ moduleReference, importKind }) =>
    (moduleReference as SyntaxNode).type === 'TSExternalModuleReference' && importKind !== 'type',
  CallExpression({ callee, arguments: given }, isFree) {
    const [first] = given as SyntaxNode[];
    return isFree(callee, 'require') && first !== undefined && isText(first);
  },
  MemberExpression({ object, property }, isFree) {
    const member = nameOf(property);
    return (
      (isFree(object, 'module') && member === 'exports') || (isFree(object, 'require') && member === 'main')
    );
  },
  AssignmentExpression({ left }, isFree) {
    const { type, object } = left as SyntaxNode;
    return type === 'MemberExpression' && isFree(object, 'exports');
  },
};

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
