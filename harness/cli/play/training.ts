// Runs a student's own `train` in the sandbox, and takes the losses it returns.

import type { Bundler } from '../../bundler.ts';
import { commandFor, StudentFault, StudentProcess, type Answer, type Step } from '../../sandbox/host.ts';
import type { Limits } from '../../sandbox/limits.ts';
import type { Probed } from '../../sandbox/probe.ts';
import type { Argument } from '../../sandbox/protocol.ts';
import type { Submission } from '../../submission.ts';
import type { Blobs } from './blobs.ts';

/** Nobody watches longer; Ctrl+C ends it sooner (ms). */
const PLAY_MS = 600_000;

/** What there is to train with. */
export interface Playground {
  bundler: Bundler;
  sandbox: Probed;
  limits: Limits;
}

export interface Training {
  submission: Submission;
  file: string;
  libraries: string[];
  blobs: Blobs;
  options: { [name: string]: Argument };
  onStep(step: Step): void;
}

export interface Trained {
  losses: number[];
  /** The accuracies that `train` returned, at whatever steps it took them. */
  accuracy: number[];
  /** What it printed. */
  output: string;
}

/** A training that could not be had from the student's code, told in one sentence. */
export class NotTrained extends Error {
  override name = 'NotTrained';
}

/** Calls `train(X, y, options)`. Rejects with NotTrained for whatever the student's code does. */
export async function trainOnce(playground: Playground, training: Training): Promise<Trained> {
  const { submission, file, libraries } = training;
  const code = await codeOf(playground.bundler, submission, file, libraries);
  const limits = { ...playground.limits, exerciseMs: PLAY_MS, callMs: PLAY_MS };
  const student = StudentProcess.start(commandFor(playground.sandbox.machine, limits), limits);
  try {
    return { ...(await answerOf(student, code, training)), output: student.output() };
  } catch (error) {
    if (!(error instanceof StudentFault)) throw error;
    if (error.kind === 'unstarted') throw new Error(`The sandbox ${error.message}.`, { cause: error });
    throw new NotTrained(`${file}: ${error.message}.`);
  } finally {
    await student.close();
  }
}

async function codeOf(
  bundler: Bundler,
  submission: Submission,
  entry: string,
  libraries: string[],
): Promise<string> {
  const bundling = await bundler.bundle({ submission, entry, libraries });
  if (bundling.ok) return bundling.bundle.code;
  const [first] = bundling.diagnostics;
  throw new NotTrained(
    first ? `${first.file}:${first.line}:${first.column}: ${first.message}` : `${entry} could not be read.`,
  );
}

async function answerOf(
  student: StudentProcess,
  code: string,
  { file, libraries, blobs, options, onStep }: Training,
): Promise<Omit<Trained, 'output'>> {
  const [kind] = await student.load(code, ['train'], libraries);
  if (kind !== 'function')
    throw new NotTrained(`${file} exports no function train: write \`export function train\`.`);
  const given = [blobs.X, blobs.y, options];
  const { value } = await naming(
    'train()',
    student.call('train', given, { read: ['losses', 'accuracy'], onStep }),
  );
  const losses = numbersOf(value, 'losses');
  if (losses === null || losses.length === 0)
    throw new NotTrained('train() returned no losses: return { params, losses, accuracy }, one loss a step.');
  return { losses, accuracy: numbersOf(value, 'accuracy') ?? [] };
}

/** A fault of a call, told as what that function did. */
async function naming<T>(name: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof StudentFault)) throw error;
    throw new StudentFault(error.kind, `${name} ${error.message}`, error.studentStack);
  }
}

function numbersOf(value: Answer['value'], name: string): number[] | null {
  const entry = value.kind === 'record' ? value.entries.get(name) : undefined;
  return entry?.kind === 'vector' ? Array.from(entry.tensor.data) : null;
}
