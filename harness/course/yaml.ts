// YAML read and validated: every complaint names file, line and column.

import { Ajv, type ErrorObject, type Schema } from 'ajv';
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
} from 'yaml';

/** A course file that is malformed: the instructor's fault or ours, never a student's. */
export class CourseError extends Error {
  override name = 'CourseError';
}

/** A file that was read: its value, where a value in it stands, and how a plain value is written. */
export interface YamlFile {
  value: unknown;
  /** Such as `course.yaml:3:5`, of the value under these keys or the nearest one round it. */
  at: (...keys: (string | number)[]) => string;
  /** As it stands in the file, so that `007` stays three digits; empty where there is no plain value. */
  written: (...keys: (string | number)[]) => string;
}

/** The value in `text`, as `schema` has it. Throws CourseError with one sentence for each fault. */
export function readYaml(source: { file: string; text: string }, schema: Schema): unknown {
  return openYaml(source, schema).value;
}

/** As readYaml, for readers that have more to say about places. */
export function openYaml({ file, text }: { file: string; text: string }, schema: Schema): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    const said = document.errors.map((error) => `${at(error.pos[0])}: ${error.message}`);
    throw new CourseError(said.join('\n'));
  }
  const dangling = danglingAlias(document);
  if (dangling)
    throw new CourseError(`${at(dangling.range?.[0] ?? 0)}: there is no anchor called ${dangling.source}`);
  const value: unknown = document.toJS();
  const validate = new Ajv(AJV).compile(schema);
  if (!validate(value)) {
    const said = (validate.errors ?? [])
      .filter(isTold)
      .map((error) => `${at(offsetOf(document, error))}: ${sentenceOf(error)}`);
    throw new CourseError(said.join('\n'));
  }
  return {
    value,
    at: (...keys) => at(startOf(nearest(document, keys.map(String)))),
    written: (...keys) => writtenAs(document, document.getIn(keys, true)),
  };
}

/** Our own schemas are held against JSON Schema by a test, and not at every start, where that takes a tenth of a second. */
const AJV = { allErrors: true, discriminator: true, allowUnionTypes: true, validateSchema: false } as const;

/** A key of the wrong form is told once, as a key; what exactly its pattern is helps nobody. */
function isTold({ keyword, propertyName }: ErrorObject): boolean {
  return propertyName === undefined || keyword === 'propertyNames';
}

/** A name that is used and was never given. */
function danglingAlias(document: Document): Alias | null {
  let found: Alias | null = null;
  visit(document, {
    Alias: (_key, alias) => {
      if (found === null && alias.resolve(document) === undefined) found = alias;
    },
  });
  return found;
}

function sentenceOf({ instancePath, message = 'is not right', params }: ErrorObject): string {
  if ('propertyName' in params) return `"${String(params.propertyName)}" is not the form of a name here`;
  const extra = 'additionalProperty' in params ? `: ${String(params.additionalProperty)}` : '';
  return `${instancePath.slice(1).replaceAll('/', '.') || 'the file'} ${message}${extra}`;
}

/** Where the value that a complaint is about starts, or the nearest one round it that there is. */
function offsetOf(document: Document, { instancePath, params }: ErrorObject): number {
  const keys = instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const node = nearest(document, keys);
  const key: unknown = params.additionalProperty ?? params.propertyName;
  return startOf(typeof key === 'string' ? (keyOf(node, key) ?? node) : node);
}

/** The value under these keys, or the nearest one round it that there is. */
function nearest(document: Document, keys: string[]): unknown {
  let node: unknown = document.contents;
  for (const key of keys) node = childOf(node, key) ?? node;
  return node;
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}

function writtenAs(document: Document, node: unknown): string {
  const scalar: unknown = isAlias(node) ? node.resolve(document) : node;
  if (!isScalar(scalar)) return '';
  return typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '');
}

function childOf(node: unknown, key: string): unknown {
  return isMap(node) || isSeq(node) ? node.get(isSeq(node) ? Number(key) : key, true) : null;
}

function keyOf(node: unknown, key: string): unknown {
  if (!isMap(node)) return null;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
  return pair?.key ?? null;
}
