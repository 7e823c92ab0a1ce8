// The command line: which command, and what its failure means for the exit code.

import os from 'node:os';
import { plainText } from '../../reports/plainText.ts';
import { withoutCommands } from '../../reports/runnerText.ts';
import { WrongUse } from '../wrongUse.ts';
import { isGraderFault, UsageError } from './usage.ts';

/** 0 all passed, 1 something did not, 2 wrong use, 3 the grader could not do its work. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Longest sentence of a failure (characters); a wrong use may have several. */
const MESSAGE_LIMIT = 4000;

type Command = (words: string[], root: string) => Promise<ExitCode>;

/** Each is loaded when it is asked for: all together, with the libraries of the queue and the bundler, would slow every start. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  grade: async () => (await import('./grade.ts')).gradeCommand,
  play: async () => (await import('./play.ts')).playCommand,
  devices: async () => (await import('./devices.ts')).devicesCommand,
  sandbox: async () => (await import('./sandbox.ts')).sandboxCommand,
  starter: async () => (await import('./starter.ts')).starterCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  worker: async () => (await import('./worker.ts')).workerCommand,
  batch: async () => (await import('./batch.ts')).batchCommand,
  merge: async () => (await import('./merge.ts')).mergeCommand,
};

/** Runs a command and leaves its exit code. Every failure is one sentence, never a stack. */
export async function main(words: string[], root: string): Promise<void> {
  endOnSignals();
  endOnFaults();
  const lost: Error[] = [];
  const note = (error: NodeJS.ErrnoException) => void (hasReaderGone(error) || lost.push(error));
  process.stdout.on('error', note);
  process.stderr.on('error', note);
  const code = await run(words, root);
  await Promise.all([process.stdout, process.stderr].map(written));
  exit(lost.length === 0 ? code : 3);
}

/** Whoever read along may go at any moment; the work, and what it writes to disk, goes on. A full disk is something else. */
function hasReaderGone({ code = '' }: NodeJS.ErrnoException): boolean {
  return ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'].includes(code);
}

/** As it is before Vitest replaces it, for as long as a grader runs, by one that throws. */
const exit = process.exit.bind(process);

/**
 * A command that does not listen itself ends by a signal with what it started: its students' processes, its folders of a
 * moment. The exit code is the shell's for the signal.
 */
function endOnSignals(): void {
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) exit(128 + os.constants.signals[signal]);
    });
}

/**
 * What nobody caught, such as a process that cannot be started, is our failure: one sentence, and no stack. While a grader runs,
 * Vitest listens as well, and tells it as a fault of that run.
 */
function endOnFaults(): void {
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') > 1) return;
    tellFault(error);
    exit(3);
  });
}

/** Until all is written, or cannot be: on its way into a pipe it would be lost with this process. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.on('error', () => resolve());
    stream.write('', () => resolve());
  });
}

async function run([name = '', ...words]: string[], root: string): Promise<ExitCode> {
  try {
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!load)
      throw new UsageError(`There is no command "${name}": use ${Object.keys(COMMANDS).join(' or ')}.`);
    const command = await load();
    return await command(words, root);
  } catch (error) {
    tellFault(error);
    return error instanceof WrongUse ? 2 : 3;
  }
}

function tellFault(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  // A name that a student chose may stand in it.
  const shown = (text: string) => withoutCommands(plainText(text, MESSAGE_LIMIT));
  // A table at fault has a sentence a line, and each is to be read.
  const said = error instanceof WrongUse ? message.split('\n').map(shown).join('\n') : shown(message);
  process.stderr.write(`${said}\n`);
  const isForeseen = error instanceof WrongUse || isGraderFault(error);
  if (!isForeseen && process.env.HANDGRAD_DEBUG && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
}
