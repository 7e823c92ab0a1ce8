// Reading the words of a command, and telling a wrong use from a fault of the grader.

import path from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DeviceUnavailable } from '../../reference/devices.ts';
import { CourseError } from '../course/yaml.ts';
import { SandboxUnavailable } from '../sandbox/probe.ts';
import { WrongUse } from '../wrongUse.ts';

/** The command was used wrongly: exit code 2. */
export class UsageError extends WrongUse {
  override name = 'UsageError';
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>;

/** The options and names of a command; an unknown option is told with what there is. */
export function readWords<T extends Options>(words: string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: words, options, allowPositionals: true });
  } catch (error) {
    const said = error instanceof Error ? error.message.split(/\.\s/)[0] : String(error);
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(`${said}. Options: ${known.join(' ')}.`);
  }
}

/** One of `choices`, or a UsageError that names them. */
export function oneOf<T extends string>(option: string, given: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === given);
  if (found === undefined)
    throw new UsageError(`--${option} ${given} is unknown: use ${choices.join(', ')}.`);
  return found;
}

/** A seed: a whole number of 32 bits. */
export function readSeed(given: string | undefined): number | null {
  return given === undefined ? null : readWhole('seed', given, [0, 2 ** 32 - 1]);
}

/** A number from 0. */
export function readNumber(option: string, given: string): number {
  const number = Number(given);
  if (given.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new UsageError(`--${option} ${given} is no number from 0.`);
}

/** A whole number within bounds, both included; without an upper one where that is Infinity. */
export function readWhole(option: string, given: string, [least, most]: [number, number]): number {
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= least && number <= most) return number;
  const upTo = most === Infinity ? '' : ` to ${most}`;
  throw new UsageError(`--${option} ${given} is no whole number from ${least}${upTo}.`);
}

/** A path as the user means it: from where npm was called. An empty one, as of a variable that is not set, is a UsageError. */
export function fromCaller(given: string): string {
  if (given === '') throw new UsageError('A path is empty: is the variable that it comes from set?');
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
}

/** A path as short as the caller can use it. */
export function shortened(file: string): string {
  const relative = path.relative(process.env.INIT_CWD ?? process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}

/** Whether an error says in its own words why the grader could not work. */
export function isGraderFault(error: unknown): boolean {
  return (
    error instanceof SandboxUnavailable || error instanceof DeviceUnavailable || error instanceof CourseError
  );
}
