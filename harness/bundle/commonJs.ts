// CommonJS: modules as they were before the language had its own. Students' files are none, and are told so where they try.

import { nameOf, templateText, type SyntaxNode } from './syntax.ts';

const NAMES = new Set(['require', 'module', 'exports']);

/** The nodes of a file, in their order, that are CommonJS and no name of the file's own. */
export function commonJsNodes(nodes: readonly SyntaxNode[]): SyntaxNode[] {
  const ambient = nodes.filter(({ declare }) => declare === true); // types alone, whatever it looks like
  const own = declaredNames(nodes.filter((node) => !ambient.some(holding(node))));
  const isFree = (node: unknown, wanted: string) => nameOf(node) === wanted && !own.has(wanted);
  const letBe = [...guarded(nodes), ...ambient];
  return nodes.filter((node) => looks[node.type]?.(node, isFree) && !letBe.some(holding(node)));
}

type Look = (node: SyntaxNode, isFree: (node: unknown, wanted: string) => boolean) => boolean;

/** By the kind of node, whether it is CommonJS. */
const looks: Readonly<Record<string, Look>> = {
  TSExportAssignment: () => true,
  TSImportEqualsDeclaration: ({ moduleReference, importKind }) =>
    (moduleReference as SyntaxNode).type === 'TSExternalModuleReference' && importKind !== 'type',
  CallExpression({ callee, arguments: given }, isFree) {
    const [first] = given as SyntaxNode[];
    return isFree(callee, 'require') && first !== undefined && isText(first);
  },
  MemberExpression({ object, property, computed }, isFree) {
    const member = computed ? null : nameOf(property);
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

/** `if (typeof module !== 'undefined') ...` and its like: what runs only where there is CommonJS does not run. */
function guarded(nodes: readonly SyntaxNode[]): SyntaxNode[] {
  const asked = nodes.filter(
    ({ type, operator, argument }) =>
      type === 'UnaryExpression' && operator === 'typeof' && NAMES.has(nameOf(argument) ?? ''),
  );
  return nodes.filter((node) => {
    const test = conditionOf(node);
    return test !== null && asked.some((each) => holding(each)(test));
  });
}

function conditionOf({ type, test, left }: SyntaxNode): SyntaxNode | null {
  if (/^(IfStatement|ConditionalExpression)$/.test(type)) return test as SyntaxNode;
  return type === 'LogicalExpression' ? (left as SyntaxNode) : null;
}

function holding({ start, end }: SyntaxNode): (outer: SyntaxNode) => boolean {
  return (outer) => outer.start <= start && end <= outer.end;
}

/** Names that a file declares itself, at any depth: variables, functions, classes, parameters, imports. */
function declaredNames(nodes: readonly SyntaxNode[]): Set<string> {
  return new Set(
    nodes.flatMap(({ type, id, params, param, local }) => {
      if (/^Import.*Specifier$/.test(type)) return boundNames(local);
      if (type === 'CatchClause') return boundNames(param);
      return DECLARING.test(type) ? [id, params].flatMap(boundNames) : [];
    }),
  );
}

const DECLARING = /^(VariableDeclarator|Class.*|TSEnumDeclaration|TSModuleDeclaration|(?!TS).*Function.*)$/;

/** The names in a pattern: `a`, `{ a, b: c }`, `[a, ...b]`, `a = 1`, parameters of a function. However deep, it needs no stack. */
function boundNames(pattern: unknown): string[] {
  const names: string[] = [];
  for (const open = [pattern]; open.length > 0;) {
    const next = open.pop();
    if (Array.isArray(next)) for (const each of next) open.push(each);
    else if (typeof next === 'object' && next !== null) {
      const { type, name, properties, elements, left, argument, value, parameter } = next as SyntaxNode;
      if (type === 'Identifier') names.push(name as string);
      else open.push(properties, elements, left, argument, value, parameter);
    }
  }
  return names;
}
