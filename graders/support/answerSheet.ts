// A student's file of answers: YAML read node by node, so that a place is known for whatever is wrong with it, aliases are
// never expanded, and what can be read is read whatever the rest is like.

import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLParseError,
} from 'yaml';
import type { Diagnostic } from '../../harness/result.ts';
import { answerLines } from './answerLines.ts';
import { boundExceeded } from './yamlBounds.ts';
import { faultIn } from './yamlFaults.ts';

/** What was written after one key. */
export interface Answer {
  node: Node;
  line: number;
  column: number;
}

export interface AnswerSheet {
  /** By id; what is left empty is not in it. */
  answers: Map<string, Answer>;
  /** The student's own words by id, cut. */
  reasons: Map<string, string>;
  diagnostics: Diagnostic[];
}

/** The line end of old Macs, which YAML knows and its parser does not. */
const LONE_RETURN = /\r(?!\n)/g;

/** Behind the first few faults there is rarely a new cause. */
const MOST_TOLD = 10;
/** Most of what a parser complains of follows from the first. */
const MOST_OF_PARSER = 2;
/** A reason is one sentence (characters). */
const REASON_LIMIT = 500;

/** Reads the answers to the questions called `ids`. Never throws for what a student wrote. */
export function readAnswers(file: string, given: string, ids: ReadonlySet<string>): AnswerSheet {
  const text = given.replaceAll(LONE_RETURN, '\n');
  const reading = new Reading(file, text, ids);
  const exceeded = boundExceeded(text);
  if (exceeded !== null) reading.tell(0, `${exceeded}, so nothing of it was read.`);
  else reading.read();
  reading.sheet.diagnostics.sort((a, b) => a.line - b.line || a.column - b.column);
  return reading.sheet;
}

/** What a scalar says as it was written: `1.0986`, not the number; quotes are gone. */
export function textOf(node: Node): string | null {
  if (!isScalar(node)) return null;
  return (node.source ?? String(node.value)).trim();
}

class Reading {
  readonly sheet: AnswerSheet = { answers: new Map(), reasons: new Map(), diagnostics: [] };
  private readonly file: string;
  private readonly text: string;
  private readonly ids: ReadonlySet<string>;
  private readonly lines = new LineCounter();
  private aliases = new Map<Alias, Node>();
  /** Whether the answers are no rows to the parser, as `id:b` without a space is none. */
  private isRunTogether = false;

  constructor(file: string, text: string, ids: ReadonlySet<string>) {
    this.file = file;
    this.text = text;
    this.ids = ids;
  }

  tell(offset: number, message: string, severity: Diagnostic['severity'] = 'error'): void {
    if (this.sheet.diagnostics.length >= MOST_TOLD) return;
    const { line, column } = this.placeOf(offset);
    this.sheet.diagnostics.push({ file: this.file, line, column, message, severity });
  }

  private warn(pair: Pair, message: string): void {
    this.tell(keyOffset(pair), message, 'warning');
  }

  read(): void {
    const document = this.parse();
    if (!document) return;
    const { contents, errors } = document;
    this.aliases = aliasesOf(document);
    if (isMap(contents)) this.readTop(contents);
    else
      this.tell(offsetOf(contents), 'The file is to hold answers:, and below it one line for each question.');
    if (errors.length > 0 || this.isRunTogether) this.recover(errors);
  }

  /**
   * Reads a malformed file once more, line by line; a line that can be read alone counts before what the parser made of it, but not
   * where the parser found one whole answer there: between braces, a comma ends it.
   */
  private recover(errors: readonly YAMLParseError[]): void {
    const lines = answerLines(this.text, this.ids).filter(({ id, offset }) => !this.isWhole(id, offset));
    for (const { id, offset, node, fault } of lines) {
      if (fault !== null) this.tell(offset, `${id}: ${fault}`);
      if (node !== null && !isEmpty(node)) this.sheet.answers.set(id, { node, ...this.placeOf(offset) });
    }
    if (lines.some(({ fault }) => fault !== null)) return; // the parser tells of nothing but what follows from these
    for (const error of this.causes(errors).slice(0, MOST_OF_PARSER)) {
      this.tell(error.pos[0], faultIn(error));
    }
  }

  /** Whether the answer that was read begins here and ends on this line. */
  private isWhole(id: string, offset: number): boolean {
    const [start, end] = this.sheet.answers.get(id)?.node.range ?? [];
    return start === offset && !this.text.slice(start, end).includes('\n');
  }

  /** Without what follows from a tab: the parser takes the rest of its line for a part of the line before. */
  private causes(errors: readonly YAMLParseError[]): YAMLParseError[] {
    const isTab = ({ code }: YAMLParseError) => code === 'TAB_AS_INDENT';
    const lineOf = (error: YAMLParseError) => this.placeOf(error.pos[0]).line;
    const tabbed = new Set(errors.filter(isTab).map(lineOf));
    return errors.filter((error) => isTab(error) || !tabbed.has(lineOf(error)));
  }

  /** Keys are compared here, in linear time, and not by the parser. */
  private parse(): Document.Parsed | null {
    const options = { lineCounter: this.lines, prettyErrors: false, uniqueKeys: false } as const;
    try {
      return parseDocument(this.text, { ...options, logLevel: 'silent' });
    } catch (error) {
      this.tell(0, `The file cannot be read as YAML: ${cut(String(error), 200)}.`);
      return null;
    }
  }

  /** Answers that lost their indentation stand beside `answers:`; they are read and told. */
  private readTop(top: YAMLMap): void {
    const beside: Pair[] = [];
    for (const pair of top.items) {
      const key = keyOf(pair);
      const value = this.resolved(pair.value);
      const section = key.toLowerCase();
      if (section === 'answers') {
        this.readSection(value, (each) => this.takeAnswer(each));
        this.isRunTogether ||= value !== null && isScalar(value);
      } else if (section === 'reasons') this.readSection(value, (each) => this.takeReason(each));
      else if (this.ids.has(key)) beside.push(pair);
      else this.warn(pair, `"${cut(key)}" is not known here: the file holds answers and reasons.`);
    }
    for (const pair of beside) {
      this.warn(pair, `${keyOf(pair)} belongs below answers:, two spaces in; it was read.`);
      this.takeAnswer(pair);
    }
  }

  private readSection(value: Node | null, take: (pair: Pair) => void): void {
    if (value === null || textOf(value) === '') return;
    if (isMap(value)) value.items.forEach(take);
    else if (isSeq(value) && value.items.every(isMap))
      value.items.flatMap(({ items }) => items).forEach(take);
    else this.tell(offsetOf(value), 'Here one line for each question is expected, such as `id: answer`.');
  }

  private takeAnswer(pair: Pair): void {
    const id = keyOf(pair);
    if (!this.ids.has(id)) {
      this.warn(pair, `"${cut(id)}" is none of the questions.`);
      return;
    }
    const node = this.resolved(pair.value);
    if (node === null || isEmpty(node)) return;
    const before = this.sheet.answers.get(id);
    if (before) this.warn(pair, `${id} is answered twice, in line ${before.line} as well; this one counts.`);
    this.sheet.answers.set(id, { node, ...this.placeOf(offsetOf(node)) });
  }

  private takeReason(pair: Pair): void {
    const id = keyOf(pair);
    const node = this.resolved(pair.value);
    if (!this.ids.has(id)) this.warn(pair, `"${cut(id)}" is none of the questions.`);
    else if (node !== null && !isEmpty(node)) {
      // A colon makes a map of a sentence without quotes: what was written is meant.
      const [from = 0, to = from] = node.range ?? [];
      this.sheet.reasons.set(id, cut(textOf(node) ?? this.text.slice(from, to), REASON_LIMIT));
    }
  }

  /** A value, or what its alias stands for. */
  private resolved(value: unknown): Node | null {
    if (isAlias(value)) return this.aliases.get(value) ?? null;
    return (value as Node | null) ?? null;
  }

  private placeOf(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** Text on one line, cut to `limit` characters. */
export function cut(text: string, limit = 60): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  return flat.length > limit ? `${flat.slice(0, limit)}...` : flat;
}

/** What the aliases of a document stand for, found in one pass; one step each, so that nothing is ever expanded. */
function aliasesOf(document: Document): Map<Alias, Node> {
  const anchored = new Map<string, Node>();
  const aliases = new Map<Alias, Node>();
  visit(document, {
    Value: (_key, node) => {
      if (node.anchor !== undefined) anchored.set(node.anchor, node);
    },
    Alias: (_key, alias) => {
      const node = anchored.get(alias.source);
      if (node) aliases.set(alias, node);
    },
  });
  return aliases;
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && (node.value === null || textOf(node) === '');
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? (textOf(key) ?? '') : '';
}

function keyOffset({ key }: Pair): number {
  return offsetOf(key);
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
